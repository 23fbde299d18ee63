import { checkFunction, checkKnown } from '../check-options.ts'
import type { Clock } from '../clock.ts'
import type { Lease, StoredRecord, TokenStore } from '../stores/token-store.ts'
import { tokenKey } from '../token-key.ts'
import { type ChainLink, type FileChain, fileChain } from './file-chain.ts'
import { type Instant, isInstant, machineClock, machineOf } from './machine-clock.ts'
import { claimDirectory } from './private-file.ts'

export interface FileStoreOptions {
  /** On a local file system; made with mode 0700 where it is missing, refused where it is open to others. */
  readonly directory: string
  /** For tests. @default the clock that all processes of the machine share */
  readonly clock?: Clock
}

/** What a file says, and since when. */
interface Content extends Partial<Record<'value' | 'version' | 'ttlMs' | 'ms', unknown>> {
  readonly at?: Instant
}

/** What a file says that is none of ours: no token, and no fence. */
const UNREADABLE: StoredRecord = { value: '', version: 0, ageMs: 0 }

/**
 * A store in files: all processes of a machine that are given the same directory make one token call between them.
 *
 * | what happens | what comes of it |
 * |---|---|
 * | two processes write at once | one is first; an older version never replaces a newer one |
 * | a process is killed, at any instant | the record is the old one or the new one; its lease runs out |
 * | the power fails | a record that was handed out is there |
 * | a file is cut off, foreign or open to others | it counts as no token, and is replaced by the next one |
 * | the disk is full | the record stays as it was; the token source keeps the new token in memory |
 * | the wall clock is set | nothing: times are counted from the start of the machine |
 * | the machine restarts | no lease is held any more, and the age of a token is judged by the wall clock |
 *
 * @throws {LatchkeyError} `invalid_options`
 */
export function createFileStore(options: FileStoreOptions): TokenStore {
  checkKnown('createFileStore', options, ['directory', 'clock'])
  if (options.clock !== undefined) checkFunction('clock.monotonic', options.clock.monotonic)
  const root = claimDirectory('directory', options.directory)
  const machine = machineClock(options.clock && machineOf(options.clock))
  const filed = (content: object) => JSON.stringify({ ...content, at: machine.instant() })

  async function chainOf(key: string, name: 'record' | 'lease'): Promise<FileChain> {
    return fileChain({ directory: `${root}/${await tokenKey([key])}`, name, durable: name === 'record' })
  }

  function readRecord(link: ChainLink | undefined): StoredRecord | undefined {
    if (link === undefined) return undefined
    const { value, version, ttlMs, at } = contentOf(link)
    if (at === undefined || typeof value !== 'string' || !Number.isSafeInteger(version)) return UNREADABLE
    const ageMs = machine.ageMs(at)
    return ageMs < Number(ttlMs) ? { value, version: Number(version), ageMs } : undefined
  }

  function isHeld(link: ChainLink | undefined): boolean {
    const { ms, at } = contentOf(link)
    return at !== undefined && machine.ageMs(at) < Number(ms)
  }

  return {
    async get(key, { signal }) {
      signal.throwIfAborted()
      return readRecord(await (await chainOf(key, 'record')).last())
    },
    async set(key, { value, version, ttlMs }, { signal }) {
      const chain = await chainOf(key, 'record')
      const isNewer = (last: ChainLink | undefined) => version > (readRecord(last)?.version ?? 0)
      return (await chain.append(filed({ value, version, ttlMs }), isNewer, signal)) !== undefined
    },
    async lease(key, ms, { signal }): Promise<Lease | undefined> {
      const chain = await chainOf(key, 'lease')
      const number = await chain.append(filed({ ms }), (last) => !isHeld(last), signal)
      return number === undefined ? undefined : leaseOf(chain, number)
    },
  }

  function leaseOf(chain: FileChain, taken: number): Lease {
    let ours = taken
    return {
      async renew(ms, { signal }) {
        const isOurs = (last: ChainLink | undefined) => last?.number === ours && isHeld(last)
        const number = await chain.append(filed({ ms }), isOurs, signal)
        ours = number ?? ours
        return number !== undefined
      },
      async release({ signal }) {
        await chain.append(filed({ ms: 0 }), (last) => last?.number === ours, signal)
      },
    }
  }
}

function contentOf(link: ChainLink | undefined): Content {
  try {
    const content = JSON.parse(link?.text ?? '')
    return isInstant(content.at) ? content : {}
  } catch {
    return {}
  }
}
