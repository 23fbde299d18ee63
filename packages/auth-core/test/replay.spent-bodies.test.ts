import { describe, expect, test } from 'vitest'
import { createAuthFetch } from '../src/auth-fetch.ts'
import type { FetchMiddleware } from '../src/fetch-middleware.ts'
import { sharedRecordingServer } from './recording-server.ts'
import { bodyKinds } from './replay-bodies.ts'
import { tokenRealm } from './token-realm.ts'

const server = sharedRecordingServer()

function authFetch(...middleware: readonly FetchMiddleware[]) {
  return createAuthFetch({ tokens: tokenRealm().tokens, origins: [server.origin], middleware })
}

const post = (body: NonNullable<RequestInit['body']>): RequestInit => ({
  method: 'POST',
  body,
  duplex: 'half',
})

/** Nothing was sent without its body, and who sent it in vain heard of it, as from fetch itself. */
async function expectNothingEmpty(sent: Promise<Response>, { times }: { readonly times: number }) {
  const outcome = await sent.catch((error: unknown) => error)
  expect(server.requests.filter(({ body }) => body.length === 0)).toEqual([])
  if (server.requests.length < times) expect(outcome).toBeInstanceOf(TypeError)
}

describe('a body that has been read before', () => {
  test.each(bodyKinds)('B14 is not sent empty: $name, by a middleware', async (kind) => {
    const fetch = authFetch(async (request, next) => {
      await request.arrayBuffer()
      return next(request)
    })
    await expectNothingEmpty(fetch(server.origin, post(kind.make())), { times: 1 })
  })

  test.each(bodyKinds)('B14 is not sent empty: $name, in a Request', async (kind) => {
    const request = new Request(server.origin, post(kind.make()))
    await request.arrayBuffer()
    await expectNothingEmpty(authFetch()(request), { times: 1 })
    expect(server.requests).toEqual([])
  })

  test.each(bodyKinds)('B14 is not sent empty: $name, in a Request that is sent twice', async (kind) => {
    const fetch = authFetch()
    const request = new Request(server.origin, post(kind.make()))
    await fetch(request)
    await expectNothingEmpty(fetch(request), { times: 2 })
    expect(server.requests).toHaveLength(1)
  })

  // A generator does not tell whether it has ended; fetch itself sends it empty.
  test.each(bodyKinds.filter(({ name }) => name !== 'async iterable'))(
    'B14 is not sent empty: $name, given twice',
    async (kind) => {
      const fetch = authFetch()
      const body = kind.make()
      await fetch(server.origin, post(body))
      await expectNothingEmpty(fetch(server.origin, post(body)), { times: 2 })
    },
  )

  test.each(bodyKinds)('B14 is not sent empty: $name, by a middleware that sends it twice', async (kind) => {
    const fetch = authFetch(async (request, next) => {
      await next(request)
      return next(request)
    })
    await expectNothingEmpty(fetch(server.origin, post(kind.make())), { times: 2 })
  })

  test.each(bodyKinds)(
    'B14 is not sent empty: $name, by a middleware that remakes it twice',
    async (kind) => {
      const fetch = authFetch(async (request, next) => {
        const remade = new Request(request)
        await next(remade)
        return next(remade)
      })
      await expectNothingEmpty(fetch(server.origin, post(kind.make())), { times: 2 })
    },
  )
})
