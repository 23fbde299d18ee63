import type { NewRecord, StoreCallOptions, TokenStore } from '../../src/stores/token-store.ts'
import { type ManualClock, manualClock } from '../../src/testing/manual-clock.ts'
import type { TokenStorePlace } from '../../src/testing/store-trial.ts'

/** What may be wrong with a store, and the beginning of the rule that says so. */
export const defects = {
  'forgets what it is given': 'B10: what one handle writes another one reads',
  'keeps it for each handle apart': 'B10: what one handle writes another one reads',
  'keeps the first version for ever': 'B10: what one handle writes another one reads',
  'replaces a newer version by an older one': 'B10: the same version and older ones are refused',
  'replaces a version by the same one': 'B10: the same version and older ones are refused',
  'says that it has written what it refused': 'B10: the same version and older ones are refused',
  'compares first and writes later': 'B10: of 50 writers of one version at once one succeeds',
  'calls each record new': 'B13: the age is counted from the write',
  'counts the age by the wall clock': 'B13: the age is counted from the write',
  'keeps a record for ever': 'B11: a record is gone after its time',
  'keeps the version of a record that is gone': 'B11: a record is gone after its time',
  'keeps the end of the record before': 'B11: a write begins the time anew',
  'takes capitals for small letters': 'B12: no two keys are one',
  'cuts keys off': 'B12: no two keys are one',
  'cuts values off': 'B11: any text comes back',
  'knows Latin letters only': 'B11: any text comes back',
  'does not see that a call was given up': 'B03: a call that was given up',
  'gives the lease to everybody': 'B10: a lease has one holder',
  'looks first and takes the lease later': 'B10: of 50 who want a lease at once',
  'never takes a lease back': 'B10: a lease that was given back',
  'lets nobody take a lease that has run out': 'B10: a lease that nobody gives back runs out',
  'counts leases by the wall clock': 'B10: a lease that nobody gives back runs out',
  'does not renew': 'B10: a renewed lease lasts from then on',
  'renews what has run out': 'B10: a lease whose time is over',
  'lets a former holder give it back': 'B10: a former holder neither renews nor gives back',
  'has one lease for all keys': 'B12: leases of two keys',
} as const

export type Defect = keyof typeof defects

/** A place where all is well but for one thing. */
export function defectivePlace(defect?: Defect): TokenStorePlace {
  const clock = manualClock()
  const contents = emptyContents()
  const has = (name: Defect) => name === defect
  return {
    clock,
    connect: () =>
      defectiveStore(has, clock, has('keeps it for each handle apart') ? emptyContents() : contents),
  }
}

const emptyContents = () => ({
  records: new Map<string, NewRecord & { at: number; wallAt: number; until: number }>(),
  leases: new Map<string, { until: number }>(),
})

const pause = () => new Promise<void>((resolve) => setImmediate(resolve))

function defectiveStore(
  has: (defect: Defect) => boolean,
  clock: ManualClock,
  { records, leases }: ReturnType<typeof emptyContents>,
): TokenStore {
  const now = () => clock.monotonic()
  const leaseNow = () => (has('counts leases by the wall clock') ? clock.now() : now())
  const heed = ({ signal }: StoreCallOptions) =>
    has('does not see that a call was given up') ? undefined : signal.throwIfAborted()

  function named(key: string): string {
    if (has('takes capitals for small letters')) return key.toLowerCase()
    return has('cuts keys off') ? key.slice(0, 64) : key
  }

  function kept(value: string): string {
    if (has('knows Latin letters only')) return Buffer.from(value, 'latin1').toString('latin1')
    return has('cuts values off') ? value.slice(0, 65_535) : value
  }

  function live(key: string) {
    const record = records.get(named(key))
    return record !== undefined && (now() < record.until || has('keeps a record for ever'))
      ? record
      : undefined
  }

  function isFenced(key: string, version: number): boolean {
    const record = has('keeps the version of a record that is gone') ? records.get(named(key)) : live(key)
    if (record === undefined || has('replaces a newer version by an older one')) return false
    if (has('keeps the first version for ever')) return true
    return has('replaces a version by the same one') ? record.version > version : record.version >= version
  }

  return {
    async get(key, options) {
      heed(options)
      const record = live(key)
      if (record === undefined) return undefined
      const { value, version, at, wallAt } = record
      const age = has('counts the age by the wall clock') ? clock.now() - wallAt : now() - at
      return { value, version, ageMs: has('calls each record new') ? 0 : age }
    },
    async set(key, record, options) {
      heed(options)
      if (isFenced(key, record.version)) return has('says that it has written what it refused')
      if (has('compares first and writes later')) await pause()
      const before = has('keeps the end of the record before') ? live(key) : undefined
      const until = before?.until ?? now() + record.ttlMs
      const written = { ...record, value: kept(record.value), at: now(), wallAt: clock.now(), until }
      if (!has('forgets what it is given')) records.set(named(key), written)
      return true
    },
    async lease(key, ms, options) {
      heed(options)
      const name = has('has one lease for all keys') ? '' : key
      const until = leases.get(name)?.until ?? Number.NEGATIVE_INFINITY
      const isOver = until <= leaseNow() && !(has('lets nobody take a lease that has run out') && until > 0)
      if (!isOver && !has('gives the lease to everybody')) return undefined
      if (has('looks first and takes the lease later')) await pause()
      const ours = { until: leaseNow() + ms }
      leases.set(name, ours)
      return {
        async renew(more) {
          const isOurs = leases.get(name) === ours
          if (!isOurs || (ours.until <= leaseNow() && !has('renews what has run out'))) return false
          if (!has('does not renew')) ours.until = leaseNow() + more
          return true
        },
        async release() {
          if (has('never takes a lease back')) return
          if (leases.get(name) === ours || has('lets a former holder give it back')) leases.delete(name)
        },
      }
    },
  }
}
