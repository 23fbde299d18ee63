import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../src/base64.ts'

describe('base64', () => {
  it('is that of Node, for every byte, both ways', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const text = Buffer.from(bytes).toString('base64')
    expect(toBase64(bytes)).toBe(text)
    expect(fromBase64(text)).toEqual(bytes)
    expect([toBase64(new Uint8Array()), fromBase64('')]).toEqual(['', new Uint8Array()])
  })

  it('is not what has other characters', () => {
    expect(() => fromBase64('a-_b')).toThrow(DOMException)
  })
})
