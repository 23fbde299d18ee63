import type { Clock, Timer } from './clock.ts'

/** `work`, or what `late` makes once `ms` are over; the work goes on then, and what becomes of it is nobody's. */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>, late: () => unknown): Promise<T> {
  let timer: Timer | undefined
  const timeUp = new Promise<never>((_, reject) => {
    timer = clock.setTimer(() => reject(late()), ms)
  })
  try {
    return await Promise.race([work, timeUp])
  } finally {
    timer?.cancel()
  }
}
