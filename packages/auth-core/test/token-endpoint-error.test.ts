import { describe, expect, it } from 'vitest'
import { endpointName, failure, isTransient, refusal, unanswered } from '../src/token-endpoint-error.ts'

const request = { url: 'https://id.example/token?hint=made-up', secrets: ['made-up-secret', 'invalid'] }

describe('B07 what a refusal means', () => {
  it.each([
    [400, 'invalid_client', 'client_rejected'],
    [400, 'unauthorized_client', 'client_rejected'],
    [401, 'invalid_grant', 'grant_rejected'],
    [401, 'invalid_scope', 'grant_rejected'],
    [401, 'unsupported_grant_type', 'grant_rejected'],
    [403, 'invalid_request', 'grant_rejected'],
    [401, undefined, 'client_rejected'],
    [403, undefined, 'client_rejected'],
    [400, undefined, 'grant_rejected'],
    [404, 'not_found', 'grant_rejected'],
    [503, 'invalid_client', 'token_endpoint_unavailable'],
  ])('B07 %d with the error %s is %s', (status, error, code) => {
    expect(refusal(request, status, { error }, undefined)).toMatchObject({ code, response: { status } })
  })

  it('B07 a word of the RFC goes before what the document says of the status, and that before our guess', () => {
    const documented = { ...request, errors: { 401: 'grant_rejected', 400: 'transient' } } as const
    expect(refusal(documented, 401, 'no object', undefined).code).toBe('grant_rejected')
    expect(refusal(documented, 400, null, 5)).toMatchObject({
      code: 'token_endpoint_unavailable',
      retryAfterMs: 5,
    })
    expect(refusal(documented, 401, { error: 'invalid_client' }, undefined).code).toBe('client_rejected')
  })

  it('B17 a word of the RFC stays whole where a secret is part of it; all else is masked', () => {
    const body = { error: 'invalid_grant', error_description: 'made-up-secret is invalid', code: 7 }
    expect(refusal(request, 400, body, undefined).response).toEqual({
      status: 400,
      error: 'invalid_grant',
      errorDescription: '[redacted] is [redacted]',
      code: '7',
    })
  })
})

describe('B08 statuses', () => {
  it.each([100, 199, 408, 429, 500, 599])('B08 %d is worth another try', (status) => {
    expect(isTransient(status)).toBe(true)
  })

  it.each([200, 299, 302, 400, 407, 409, 428, 430, 499])('B08 %d is not', (status) => {
    expect(isTransient(status)).toBe(false)
  })
})

describe('the message of a failed token call', () => {
  it.each([
    ['client_rejected', /credentials and the token URL/],
    ['grant_rejected', /user, password, scope .*error\.response/],
    ['token_endpoint_unavailable', /later/],
    ['token_endpoint_redirect', /token URL/],
  ] as const)('B17 %s: names endpoint and status, and what to do', (code, advice) => {
    const { message } = failure(code, request, { status: 418 })
    expect(message).toMatch(/^Token endpoint https:\/\/id\.example\/token answered 418: /)
    expect(message).toMatch(advice)
    expect(message).not.toContain('made-up')
  })

  it('B08 says whether nothing came or an answer broke off', () => {
    const silent = unanswered(request, new Error('made-up-secret hung up'), undefined)
    expect(silent.message).toMatch(/id\.example\/token gave no answer; check that it can be reached/)
    expect(silent).not.toHaveProperty('response')
    expect(silent.cause).toMatchObject({ message: '[redacted] hung up' })
    const brokenOff = unanswered(request, new Error('closed'), 200)
    expect(brokenOff.message).toMatch(/answered 200 and broke off; check/)
    expect(brokenOff.response).toEqual({ status: 200 })
  })

  it('B17 names an endpoint without its query', () => {
    expect(endpointName(request.url)).toBe('https://id.example/token')
  })
})
