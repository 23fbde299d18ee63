import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import type { Fetch } from '../src/fetch.ts'
import { composeFetch, type FetchMiddleware } from '../src/fetch-middleware.ts'
import { rememberingRequest } from '../src/remembering-request.ts'
import { recordingServer } from './recording-server.ts'
import { tokenRealm } from './token-realm.ts'

const origin = 'https://api.example.com'

function noting(notes: string[], name: string): FetchMiddleware {
  return async (request, next) => {
    notes.push(`${name} ${request.method}`)
    const response = await next(request)
    notes.push(`${name} ${response.status}`)
    return response
  }
}

describe('composeFetch', () => {
  test('without middleware it is the fetch itself', () => {
    const fetch: Fetch = async () => new Response()
    expect(composeFetch(fetch, [])).toBe(fetch)
  })

  test('the first is the outermost', async () => {
    const notes: string[] = []
    const fetch = composeFetch(async () => new Response(), [noting(notes, 'a'), noting(notes, 'b')])
    await fetch(origin, { method: 'PUT' })
    expect(notes).toEqual(['a PUT', 'b PUT', 'b 200', 'a 200'])
  })

  test('a request that is sent on unchanged reaches fetch as it is, and nothing beside it', async () => {
    const calls: unknown[][] = []
    const seen: Request[] = []
    const fetch = composeFetch(
      async (...input) => {
        calls.push(input)
        return new Response()
      },
      [
        (request, next) => {
          seen.push(request)
          return next(request)
        },
      ],
    )
    const request = new (rememberingRequest())(origin)
    await fetch(request)
    expect(seen[0]).toBe(request)
    expect(calls).toEqual([[request]])
    await fetch(request, { method: 'PUT' })
    await fetch(origin)
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET'])
    expect(calls.map((input) => input.length)).toEqual([1, 1, 1])
  })

  test('of a Request of the caller’s it sees a copy: what the caller does to it later does not count', async () => {
    let sent: Request | undefined
    const fetch = composeFetch(
      async (input) => {
        sent = input as Request
        return new Response()
      },
      [async (request, next) => next(await request)],
    )
    const request = new Request(origin, { method: 'POST', body: 'kept', headers: { 'x-a': '1' } })
    const answered = fetch(request)
    request.headers.set('x-a', '2')
    await answered
    expect([sent?.method, sent?.headers.get('x-a'), await sent?.text()]).toEqual(['POST', '1', 'kept'])
  })

  test('it may answer by itself', async () => {
    const fetch = composeFetch(
      () => expect.unreachable('nothing is sent'),
      [async () => new Response('from the cache')],
    )
    expect(await (await fetch(origin)).text()).toBe('from the cache')
  })

  test('what an inner one throws at once is a rejection to the outer one too', async () => {
    const fetch = composeFetch(
      async () => new Response(),
      [
        (request, next) => next(request).catch(() => new Response('caught')),
        () => {
          throw new Error('no')
        },
      ],
    )
    expect(await (await fetch(origin)).text()).toBe('caught')
  })

  test('what it throws, at once or later, is a rejection', async () => {
    const failure = new Error('no')
    const steps: FetchMiddleware[] = [
      () => {
        throw failure
      },
      () => Promise.reject(failure),
    ]
    for (const step of steps) {
      for (const middleware of [[step], [(request, next) => next(request), step] as FetchMiddleware[]])
        await expect(composeFetch(async () => new Response(), middleware)(origin)).rejects.toBe(failure)
    }
  })
})

describe('middleware of an auth fetch', () => {
  test('lies outside the authentication: it sees a request once, however often that is sent', async () => {
    const realm = tokenRealm()
    await realm.tokens.getToken()
    realm.revoke('token-1')
    const notes: string[] = []
    let sent = 0
    const fetch = createAuthFetch({
      tokens: realm.tokens,
      origins: [origin],
      middleware: [noting(notes, 'a')],
      fetch: async (_, init) => {
        sent++
        const accepted = realm.accepts(new Headers(init?.headers).get('authorization') ?? undefined)
        return new Response(null, { status: accepted ? 200 : 401 })
      },
    })
    expect((await fetch(origin)).status).toBe(200)
    expect(sent).toBe(2)
    expect(notes).toEqual(['a GET', 'a 200'])
  })

  test('may send a request on more than once', async () => {
    const bodies: unknown[] = []
    const fetch = createAuthFetch({
      tokens: tokenRealm().tokens,
      origins: [origin],
      middleware: [
        async (request, next) => {
          const first = await next(request)
          return first.status === 503 ? next(request) : first
        },
      ],
      fetch: async (_, init) => {
        bodies.push(init?.body, new Headers(init?.headers).get('authorization'))
        return new Response(null, { status: bodies.length === 2 ? 503 : 200 })
      },
    })
    expect((await fetch(origin, { method: 'POST', body: 'kept' })).status).toBe(200)
    expect(bodies).toEqual(['kept', 'Bearer token-1', 'kept', 'Bearer token-1'])
  })

  test('may read the body of a request that it sends on', async () => {
    const seen: unknown[] = []
    const fetch = createAuthFetch({
      tokens: tokenRealm().tokens,
      origins: [origin],
      middleware: [
        async (request, next) => {
          seen.push(await request.text())
          return next(request)
        },
      ],
      fetch: async (_, init) => {
        seen.push(init?.body)
        return new Response()
      },
    })
    await fetch(origin, { method: 'POST', body: 'kept' })
    expect(seen).toEqual(['kept', 'kept'])
  })

  test('B14 keeps what only the init of the caller says, beside a Request too', async () => {
    const sent: unknown[] = []
    const hidden = { next: { revalidate: 1 } } as RequestInit
    const streamed = () =>
      ({ method: 'POST', body: new Blob(['kept']).stream(), duplex: 'half', ...hidden }) as RequestInit
    const fetch = createAuthFetch({
      tokens: tokenRealm().tokens,
      origins: [origin],
      middleware: [(request, next) => next(request)],
      fetch: async (_, init) => {
        sent.push((init as { next?: unknown }).next)
        return new Response()
      },
    })
    await fetch(new Request(origin), hidden)
    await fetch(origin, streamed())
    await fetch(new (rememberingRequest())(origin, streamed()))
    await fetch(new (rememberingRequest())(origin, streamed()), { method: 'PUT' })
    expect(sent).toEqual(Array(4).fill({ revalidate: 1 }))
  })

  test('B14 may look at the headers of a form: it is sent with its own boundary, kept or not', async () => {
    const form = new FormData()
    form.append('file', new File(['abc'], 'a.txt'))
    for (const replay of ['never', {}] as const) {
      const { origin, requests } = await recordingServer()
      const fetch = createAuthFetch({
        ...{ tokens: tokenRealm().tokens, origins: [origin], replay },
        middleware: [
          (request, next) => {
            request.headers.set('x-request-id', '1')
            return next(request)
          },
        ],
      })
      await fetch(origin, { method: 'POST', body: form })
      await fetch(origin, { method: 'POST', body: 'abc', headers: { 'content-type': 'text/x' } })
      const boundary = /boundary=(.*)$/.exec(requests[0]?.headers['content-type'] ?? '')?.[1]
      expect(requests[0]?.headers['x-request-id']).toBe('1')
      expect(requests[0]?.body.toString()).toContain(`--${boundary}\r\n`)
      expect(requests[1]?.headers['content-type']).toBe('text/x')
    }
  })

  test.each(['https://user:secret@api.example.com/', '/relative', 'https://', '//api.example.com/'])(
    'B15 of which no Request can be made, is refused as without middleware: %s',
    async (url) => {
      const fetch = createAuthFetch({
        ...{ tokens: tokenRealm().tokens, origins: [origin], middleware: [(request, next) => next(request)] },
        fetch: () => expect.unreachable('nothing is sent'),
      })
      const error = await fetch(url).catch((error: unknown) => error)
      expect(error).toMatchObject({ code: 'origin_not_allowed' })
      expect(String(error)).not.toContain('secret')
    },
  )

  test('B15 cannot lead the token elsewhere', async () => {
    const fetch = createAuthFetch({
      tokens: tokenRealm().tokens,
      origins: [origin],
      middleware: [(request, next) => next(new Request('https://evil.test/', request))],
      fetch: () => expect.unreachable('nothing is sent'),
    })
    await expect(fetch(origin)).rejects.toMatchObject({ code: 'origin_not_allowed' })
  })
})
