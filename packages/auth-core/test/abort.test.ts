import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { unlessAborted } from '../src/abort.ts'

it('B03 passes on what the promise becomes, unless the signal aborts first', async () => {
  const abort = new AbortController()
  expect(await unlessAborted(Promise.resolve('done'), abort.signal)).toBe('done')
  expect(await unlessAborted(Promise.resolve('done'), null)).toBe('done')
  await expect(unlessAborted(Promise.reject(new Error('failed')), abort.signal)).rejects.toThrow('failed')
  const waiting = unlessAborted(new Promise(() => {}), abort.signal)
  abort.abort('gone')
  await expect(waiting).rejects.toBe('gone')
})

it('B03 leaves nothing behind on a signal that outlives the wait', async () => {
  const { signal } = new AbortController()
  await unlessAborted(Promise.resolve('done'), signal)
  await unlessAborted(Promise.reject(new Error('failed')), signal).catch(() => {})
  await new Promise((resolve) => setImmediate(resolve))
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

it('B04 a promise that fails after all have gone is no unhandled rejection', async () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', note)
  const abort = new AbortController()
  const fail = () => new Promise<never>((_, reject) => setTimeout(() => reject(new Error('failed')), 0))
  const waiting = [unlessAborted(fail(), abort.signal), unlessAborted(fail(), AbortSignal.abort('gone'))]
  abort.abort('gone')
  for (const each of waiting) await expect(each).rejects.toBe('gone')
  await new Promise((resolve) => setTimeout(resolve, 5))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})
