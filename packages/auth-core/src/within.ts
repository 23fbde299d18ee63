import type { Clock, Timer } from './clock.ts'
import { LatchkeyError } from './errors.ts'

/**
 * `work`, for at most `ms`; it goes on then, and what becomes of it is nobody's.
 * @param who is named in the error: code of somebody's own that hangs
 * @throws {LatchkeyError} `token_endpoint_unavailable`
 */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>, who: string): Promise<T> {
  let timer: Timer | undefined
  const timeUp = new Promise<never>((_, reject) => {
    timer = clock.setTimer(() => reject(late(who)), ms)
  })
  try {
    return await Promise.race([work, timeUp])
  } finally {
    timer?.cancel()
  }
}

function late(who: string): LatchkeyError {
  return new LatchkeyError('token_endpoint_unavailable', `${who} gave no answer within tokenBudgetMs.`)
}
