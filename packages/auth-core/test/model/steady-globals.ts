import { createHash } from 'node:crypto'

/**
 * Takes out of a run what cannot be repeated or costs real time: random numbers come from `random`, a digest is ready
 * at once instead of on another thread, and a turn of the event loop costs no millisecond.
 * @returns puts everything back
 */
export function steadyGlobals(random: () => number): () => void {
  const { subtle } = crypto
  const { setTimeout: realSetTimeout } = globalThis
  const realRandom = Math.random
  Math.random = random
  Object.defineProperty(subtle, 'digest', {
    configurable: true,
    value: async (_: string, data: Uint8Array) =>
      new Uint8Array(createHash('sha256').update(data).digest()).buffer,
  })
  const turn = (callback: () => void, delayMs = 0) =>
    delayMs === 0 ? setImmediate(callback) : realSetTimeout(callback, delayMs)
  globalThis.setTimeout = turn as unknown as typeof realSetTimeout
  return () => {
    Math.random = realRandom
    Reflect.deleteProperty(subtle, 'digest')
    globalThis.setTimeout = realSetTimeout
  }
}
