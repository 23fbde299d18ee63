import { describe, expect, it } from 'vitest'
import { readTokenRecord, tokenRecord, versionOf } from '../src/token-record.ts'

const DAY_MS = 86_400_000
const MAX_LENGTH = 2 * 1024 * 1024
const written = tokenRecord('key', { accessToken: 'a', lifetimeMs: 60_000 }, { version: 7, ageMs: 100 })

describe('how long a store is asked to keep a token', () => {
  it.each([
    ['what is left of its lifetime', { lifetimeMs: 60_000 }, 59_000],
    ['a millisecond where nothing is left', { lifetimeMs: 500 }, 1],
    ['a day where it has none', {}, DAY_MS - 1_000],
    ['90 days with a refresh token', { lifetimeMs: 60_000, refreshToken: 'r' }, 90 * DAY_MS - 1_000],
  ])('B09 %s', (_, members, ttlMs) => {
    expect(tokenRecord('key', { accessToken: 'a', ...members }, { version: 1, ageMs: 1_000 }).ttlMs).toBe(
      ttlMs,
    )
  })
})

describe('readTokenRecord', () => {
  it('B13 reads what was written, as old as writer and store say together', () => {
    expect(readTokenRecord('key', { ...written, ageMs: 5 })).toEqual({
      response: { accessToken: 'a', lifetimeMs: 60_000 },
      version: 7,
      ageMs: 105,
    })
  })

  it('B11 takes 2 MiB, and not a character more', () => {
    const value = written.value.padEnd(MAX_LENGTH)
    expect(readTokenRecord('key', { ...written, value, ageMs: 0 })).toBeDefined()
    expect(readTokenRecord('key', { ...written, value: `${value} `, ageMs: 0 })).toBeUndefined()
  })
})

describe('versionOf', () => {
  it.each([
    ['its version', { version: 7 }, 7],
    ['the largest that leaves room for newer ones', { version: 2 ** 50 - 1 }, 2 ** 50 - 1],
    ['one that leaves none', { version: 2 ** 50 }, 0],
    ['a fraction', { version: 1.5 }, 0],
    ['text', { version: '7' }, 0],
    ['none', undefined, 0],
  ])('B11 %s', (_, record, version) => {
    expect(versionOf(record)).toBe(version)
  })

  it('B11 a record that cannot be asked names none', () => {
    const record = Object.defineProperty({}, 'version', {
      get() {
        throw new Error('not for you')
      },
    })
    expect(versionOf(record)).toBe(0)
  })
})
