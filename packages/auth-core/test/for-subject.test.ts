import { describe, expect, it } from 'vitest'
import { forSubject } from '../src/for-subject.ts'
import type { TokenSource } from '../src/token-source.ts'
import { stubbedSource } from './token-endpoint-stub.ts'

const perSubject = () => {
  let count = 0
  return stubbedSource({
    grant: () => ({
      identity: () => [],
      requestToken: async ({ subject }) => ({ accessToken: `${subject}-${++count}`, lifetimeMs: 60_000 }),
    }),
  })
}

describe('forSubject', () => {
  it('B12 shares one cache, each subject with its own token', async () => {
    const { source } = perSubject()
    const [anna, ben] = [forSubject(source, 'anna'), forSubject(source, 'ben')]
    expect((await anna.getToken()).accessToken).toBe('anna-1')
    expect((await ben.getToken({ subject: 'ben' })).accessToken).toBe('ben-2')
    expect((await forSubject(source, 'anna').getToken()).accessToken).toBe('anna-1')
    expect([anna.peek?.()?.accessToken, ben.peek?.('ben')?.accessToken]).toEqual(['anna-1', 'ben-2'])
  })

  it('B12 has nothing to do with another subject, and says so to who wants its token', async () => {
    const { source } = perSubject()
    const [anna, ben] = [forSubject(source, 'anna'), forSubject(source, 'ben')]
    await Promise.all([anna.getToken(), ben.getToken()])
    const refused = {
      code: 'invalid_options',
      message: expect.stringMatching(/^Option "subject" .*without "user"/),
    }
    await expect(anna.getToken({ subject: 'ben' })).rejects.toMatchObject(refused)
    await expect(forSubject(anna, 'ben').getToken()).rejects.toMatchObject(refused)
    expect(anna.peek?.('ben')).toBeUndefined()
    anna.invalidate?.('anna-1', { subject: 'ben' })
    anna.replayed?.('refused', { subject: 'ben' })
    expect(anna.peek?.()?.accessToken).toBe('anna-1')
    anna.invalidate?.('anna-1')
    expect(anna.peek?.()).toBeUndefined()
  })

  it('B02 B26 passes on rejections and replays for its own subject', async () => {
    const { source } = perSubject()
    const [anna, ben] = [forSubject(source, 'anna'), forSubject(source, 'ben')]
    await Promise.all([anna.getToken(), ben.getToken()])
    anna.invalidate?.('ben-2')
    ben.invalidate?.('ben-2')
    expect([anna.peek?.()?.accessToken, ben.peek?.()]).toEqual(['anna-1', undefined])
    anna.replayed?.('refused')
    anna.invalidate?.('anna-1')
    expect(anna.peek?.()?.accessToken).toBe('anna-1')
  })

  it('calls the methods of a source of one’s own as its own, for its own subject', () => {
    const asked: unknown[][] = []
    function own(this: unknown, ...given: unknown[]) {
      asked.push([this === source, ...given])
    }
    const source = { getToken: own, peek: own, invalidate: own, replayed: own } as unknown as TokenSource
    const anna = forSubject(source, 'anna')
    anna.getToken({ forceRefresh: true })
    anna.peek?.()
    anna.invalidate?.('b')
    anna.replayed?.('cured')
    const subject = 'anna'
    expect(asked).toEqual([
      [true, { forceRefresh: true, subject }],
      [true, subject],
      [true, 'b', { subject }],
      [true, 'cured', { subject }],
    ])
  })

  it('has of a source with getToken alone no more than that', () => {
    const bare = forSubject({ getToken: async () => ({ accessToken: 'a', tokenType: 'Bearer' }) }, 'anna')
    expect(Object.keys(bare)).toEqual(['getToken'])
  })

  it.each(['', ' a', 'a\r\nx-evil: 1', '秘密', undefined])('B21 refuses the identifier %j', (identifier) => {
    expect(() => forSubject(perSubject().source, identifier as string)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining('"identifier"') }),
    )
  })
})
