import { describe, expect, test, vi } from 'vitest'
import type { Fetch } from '../src/fetch.ts'
import { reachable, unreadable } from '../src/reachable.ts'

const url = 'https://api.example.com/items?confidential=1'
const authorized = { headers: { authorization: 'Bearer made-up-token' } }
const place = 'https://api.example.com/items gave no answer; check that it can be reached from here.'

describe('an API that gives no answer', () => {
  const failing = reachable(() => Promise.reject(new Error('no route for made-up-token')), undefined)
  test.each<[string, Parameters<Fetch>, string]>([
    ['a text alone', [url], 'GET'],
    ['a URL and init', [new URL(url), { method: 'PUT' }], 'PUT'],
    ['a Request', [new Request(url, { method: 'POST' })], 'POST'],
    ['a Request and init', [new Request(url, { method: 'POST' }), { method: 'PATCH' }], 'PATCH'],
  ])('B20 is named by method and place: %s', async (_, input, method) => {
    await expect(failing(...input)).rejects.toMatchObject({
      code: 'api_unreachable',
      message: `${method} ${place}`,
    })
  })

  test('B17 B20 is the same where fetch throws instead of rejecting', async () => {
    const throwing = reachable(() => {
      throw new Error('no proxy for made-up-token')
    }, undefined)
    await expect(throwing(url, authorized)).rejects.toMatchObject({
      code: 'api_unreachable',
      message: `GET ${place}`,
      cause: { message: 'no proxy for [redacted]' },
    })
  })

  test('B20 in time is the same, although a fetch of one’s own knows no signals', async () => {
    const hanging = reachable(() => new Promise(() => {}), 20)
    await expect(hanging(url)).rejects.toMatchObject({
      code: 'api_unreachable',
      message: expect.stringContaining('gave no whole answer within timeoutMs'),
      cause: { name: 'TimeoutError' },
    })
  })

  test('B20 is called the API where the URL is none', async () => {
    await expect(failing('nonsense')).rejects.toThrow('GET The API gave no answer')
  })

  test.each<[string, Parameters<Fetch>]>([
    ['the init', [url, authorized]],
    ['the Request', [new Request(url, authorized)]],
    ['the init over a Request', [new Request(url, { headers: { authorization: 'a' } }), authorized]],
  ])('B17 its cause masks the token of %s', async (_, input) => {
    await expect(failing(...input)).rejects.toMatchObject({
      cause: { message: 'no route for [redacted]' },
    })
  })
})

describe('what is handed on', () => {
  test('is the caller’s own input and init where there is nothing to add', async () => {
    const fetch = vi.fn<Fetch>(async () => new Response())
    const init = { signal: new AbortController().signal }
    await reachable(fetch, undefined)(url, init)
    await reachable(fetch, undefined)(url)
    expect(fetch.mock.calls).toEqual([
      [url, init],
      [url, undefined],
    ])
    expect(fetch.mock.calls[0]?.[1]).toBe(init)
  })

  test('the time-out joins the caller’s own signal, that of the init or of the Request', async () => {
    const caller = new AbortController()
    const { signal } = caller
    const seen: (AbortSignal | null | undefined)[] = []
    const waiting = reachable(async (_, init) => {
      seen.push(init?.signal)
      return new Response()
    }, 60_000)
    await waiting(url, { signal })
    await waiting(new Request(url, { signal }))
    caller.abort('not needed any more')
    expect(seen.map((each) => each?.reason)).toEqual(Array(2).fill('not needed any more'))
  })
})

describe('an answer that cannot be read', () => {
  const request = new Request(url)
  const answer = async () => {
    const response = new Response('read')
    await response.text()
    return response
  }

  test('B20 the cause of one that breaks off is kept, without masking what is no secret', async () => {
    const error = unreadable(new TypeError('terminated'), await answer(), request)
    expect(error).toMatchObject({ code: 'malformed_response', cause: { message: 'terminated' } })
  })

  test('B20 any other error is passed on as it is, also after the body was read', async () => {
    const failure = new RangeError('of the caller’s own')
    expect(unreadable(failure, await answer(), request)).toBe(failure)
    expect(unreadable(new TypeError('unread'), new Response(), request)).toBeInstanceOf(TypeError)
  })
})
