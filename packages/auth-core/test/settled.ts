import type { ManualClock } from '../src/testing/manual-clock.ts'
import { outcomeOf } from './token-endpoint-stub.ts'

/** Lets time pass until the promise is settled. Keys are digested off this thread, which no clock can hurry. */
export async function settled<T>(
  promise: Promise<T>,
  clock: Pick<ManualClock, 'advance'>,
  stepMs = 50,
): Promise<T | Error> {
  let outcome: { value: T | Error } | undefined
  void outcomeOf(promise).then((value) => {
    outcome = { value }
  })
  for (; outcome === undefined; await clock.advance(stepMs)) await new Promise((next) => setTimeout(next, 2))
  return outcome.value
}
