import { afterEach, describe, expect, it, vi } from 'vitest'
import { staticToken } from '../src/static-token.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('staticToken', () => {
  it('yields the token, or what the function says at each request', async () => {
    expect(await staticToken('made-up').getToken()).toEqual({ accessToken: 'made-up', tokenType: 'Bearer' })
    let count = 0
    const source = staticToken(async () => `made-up-${++count}`)
    await source.getToken()
    expect(await source.getToken()).toMatchObject({ accessToken: 'made-up-2' })
  })

  it.each([undefined, '', ' a', 'a b', 'a\r\nb', 'ü', '秘密'])(
    'B21 refuses %j at construction, and from a function as it arrives',
    async (value) => {
      const refused = expect.objectContaining({
        code: 'invalid_options',
        message: expect.stringMatching(/^Option "value" \w+ [^.]+\.$/),
      })
      expect(() => staticToken(value as string)).toThrow(refused)
      await expect(staticToken(() => value as string).getToken()).rejects.toEqual(refused)
    },
  )

  it('B03 an abort ends the wait for the function at once', async () => {
    const source = staticToken(() => new Promise<string>(() => {}))
    const abort = new AbortController()
    const waiting = source.getToken({ signal: abort.signal })
    abort.abort('gone')
    await expect(waiting).rejects.toBe('gone')
    await expect(source.getToken({ signal: abort.signal })).rejects.toBe('gone')
  })

  it('B18 is refused in a browser, unless allowed by name', () => {
    vi.stubGlobal('window', { document: {} })
    expect(() => staticToken('made-up')).toThrow(expect.objectContaining({ code: 'browser_forbidden' }))
    expect(() => staticToken('made-up', { dangerouslyAllowBrowser: true })).not.toThrow()
    vi.stubGlobal('window', {}) // As some polyfills on servers have it.
    expect(() => staticToken('made-up')).not.toThrow()
  })

  it('B18 B21 refuses a permission that is no boolean', () => {
    for (const dangerouslyAllowBrowser of ['false', 1, null])
      expect(() => staticToken('made-up', { dangerouslyAllowBrowser } as never)).toThrow(
        'Option "dangerouslyAllowBrowser" must be one of true, false.',
      )
  })

  it('B21 refuses an unknown option', () => {
    expect(() => staticToken('made-up', { browser: true } as never)).toThrow(
      'staticToken has no option "browser"',
    )
  })
})
