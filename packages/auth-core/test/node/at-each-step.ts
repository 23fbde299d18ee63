import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createFileStore } from '../../src/node/file-store.ts'
import type { TokenStore } from '../../src/stores/token-store.ts'
import { type ManualClock, manualClock } from '../../src/testing/manual-clock.ts'
import { outcomeOf } from '../token-endpoint-stub.ts'
import { type DiskFault, faultyDisk } from './faulty-disk.ts'

type Store = Required<TokenStore>

interface Place {
  readonly directory: string
  readonly clock: ManualClock
  connect(): Store
}

function newPlace(): Place {
  const clock = manualClock()
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return { directory, clock, connect: () => createFileStore({ directory, clock }) as Store }
}

interface Failing<T> {
  readonly fault: DiskFault
  prepare(store: Store): Promise<T>
  act(store: Store, prepared: T): Promise<unknown>
  /** With another process's store, after the fault. @param outcome 'stopped', what `act` returned, or its error */
  check(store: Store, place: Place, outcome: unknown, pending: Promise<unknown>): Promise<void>
}

/** Lets each step of `act` fail in its turn. @returns how many there are */
export async function atEachStep<T>({ fault, prepare, act, check }: Failing<T>): Promise<number> {
  for (let step = 1; ; step++) {
    const place = newPlace()
    const store = place.connect()
    const prepared = await prepare(store)
    const stopped = faultyDisk.failAt(step, fault)
    const pending = outcomeOf(act(store, prepared))
    const outcome = await Promise.race([pending, stopped])
    if (faultyDisk.recover()) return step - 1
    await check(place.connect(), place, outcome, pending)
  }
}
