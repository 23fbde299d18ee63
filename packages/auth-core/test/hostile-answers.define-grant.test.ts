import { describe, expect, it } from 'vitest'
import { defineGrant } from '../src/grants/define-grant.ts'
import type { TokenEndpointAnswer } from '../src/token-endpoint.ts'
import { hostileAnswers, TOKEN_HEADER } from './hostile-answers.ts'
import { outcomeOf, stubbedSource, tokenUrl } from './token-endpoint-stub.ts'

// A grant of one's own believes what it reads: its author knows the answers that the provider documents, no others.

type Members = { access_token: string; expires_in: number }

const readings = {
  body({ body }: TokenEndpointAnswer) {
    const { access_token, expires_in } = body as Members
    return { accessToken: access_token, lifetimeMs: expires_in * 1000 }
  },
  header: ({ headers }: TokenEndpointAnswer) => ({ accessToken: headers.get(TOKEN_HEADER) as string }),
}

function believing(read: (answer: TokenEndpointAnswer) => { accessToken: string }) {
  return stubbedSource({
    grant: ({ fetch }) =>
      defineGrant({
        identity: [tokenUrl],
        request: () => ({ url: tokenUrl, headers: {}, fetch, secrets: [] }),
        read,
      }),
    tokenBudgetMs: 1_000,
    attemptTimeoutMs: 1_000,
  })
}

describe.each(Object.entries(readings))('B20 defineGrant, reading the %s', (_, read) => {
  it.each(hostileAnswers)(
    'B20 $name: a token that can be sent, or a typed error',
    async ({ answer }) => {
      const { source, endpoint, clock, calls } = believing(read)
      endpoint.answer = () => answer('token-1')
      const asked = outcomeOf(source.getToken())
      await clock.advance(1_000)
      const result = await asked
      const made = calls.length
      if (result instanceof Error) {
        expect(result).toMatchObject({
          name: 'LatchkeyError',
          message: expect.stringMatching(/^Token endpoint https:\/\/id\.example\/token (answered|gave no)/),
        })
        expect(source.peek()).toBeUndefined()
      } else {
        expect(result.accessToken).toMatch(/^[\x21-\x7e]+$/)
        expect(result.expiresAt ?? 0).toSatisfy(Number.isFinite)
        // What is kept is kept for a time that ends.
        endpoint.answer = () => Response.json({ access_token: 'token-2', expires_in: 60 })
        await clock.advance(366 * 86_400_000)
        await outcomeOf(source.getToken())
        expect(calls.length).toBeGreaterThan(made)
      }
    },
    10_000,
  )
})
