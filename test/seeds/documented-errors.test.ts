import { inspect } from 'node:util'
import type { Sandbox } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { createGenuinClient, isLatchkeyError, LatchkeyError } from '../../packages/genuin/src/index.ts'
import { type DocumentedError, documentedErrors } from './seed-004.ts'
import { client, startSandbox } from './start-sandbox.ts'

const { general, parametersMissing, preconditionFailed } = documentedErrors
const apiKey = client.clientId

/** The error that a call of Genuin's API ends with. */
async function errorOf(sandbox: Sandbox, apiSecret = client.clientSecret): Promise<LatchkeyError> {
  const genuin = createGenuinClient({ apiKey, apiSecret, baseUrl: sandbox.origin('https://{host}') })
  const body = { handle: 'example', name: 'Example', type: 1, actions: [] }
  const error: unknown = await genuin.POST('/api/thirdparty/community/create', { body }).then(
    () => undefined,
    (reason) => reason,
  )
  if (!isLatchkeyError(error)) throw new Error(`No LatchkeyError but ${inspect(error)}`)
  return error
}

function post(sandbox: Sandbox, body: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(sandbox.url('https://{host}/api/thirdparty/auth'), { method: 'POST', headers, body })
}

function responseOf({ status, body: { code, message } }: DocumentedError) {
  return { status, code, message }
}

const cases = [
  ['400/1099', general, 'token_endpoint_unavailable'],
  ['404/5235', parametersMissing, 'client_rejected'],
  ['412/5166', preconditionFailed, 'client_rejected'],
] as const

describe.each(cases)('%s of seed 004', (_, documented, code) => {
  test('is what the sandbox answers', async () => {
    const sandbox = await startSandbox('genuin')
    sandbox.fail({ on: 'token', status: documented.status })
    const response = await post(sandbox, '{}')
    expect(response.status).toBe(documented.status)
    expect(await response.json()).toEqual(documented.body)
  })

  test(`comes out as ${code} with what the server said`, async () => {
    const sandbox = await startSandbox('genuin')
    sandbox.fail({ on: 'token', status: documented.status })
    const error = await errorOf(sandbox)
    expect(error).toBeInstanceOf(LatchkeyError)
    expect(error.code).toBe(code)
    expect(error.response).toEqual(responseOf(documented))
    expect(error.message).not.toContain(documented.body.message)
    expect(sandbox.requests.map(({ kind }) => kind)).toEqual(['token'])
  })

  test('shows no secret, not even one that the server repeats', async () => {
    const sandbox = await startSandbox('genuin')
    const { status, body } = documented
    const message = `No use of ${client.clientSecret} here.`
    sandbox.fail({ on: 'token', status, body: { ...body, message } })
    const error = await errorOf(sandbox)
    expect(error.response?.message).toMatch(/^No use of .+ here\.$/)
    const printed = [
      inspect(error, { showHidden: true, depth: Number.POSITIVE_INFINITY }),
      JSON.stringify(error),
      String(error),
      error.stack,
      error.response?.message,
    ].join('\n')
    expect(printed).not.toContain(client.clientSecret)
  })
})

test('a wrong pair gives 404/5235 and comes out as client_rejected', async () => {
  const sandbox = await startSandbox('genuin')
  const error = await errorOf(sandbox, 'another-made-up-secret')
  expect(error.code).toBe('client_rejected')
  expect(error.response).toEqual(responseOf(parametersMissing))
  expect(inspect(error, { showHidden: true, depth: Number.POSITIVE_INFINITY })).not.toContain(
    'another-made-up',
  )
})

test('a missing member gives the documented 404/5235', async () => {
  const sandbox = await startSandbox('genuin')
  const response = await post(sandbox, JSON.stringify({ api_key: apiKey }))
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject(parametersMissing.body)
})

test('a general error passes: the next call after 400/1099 gets its token', async () => {
  const sandbox = await startSandbox('genuin')
  const baseUrl = sandbox.origin('https://{host}')
  const genuin = createGenuinClient({ apiKey, apiSecret: client.clientSecret, baseUrl })
  sandbox.fail({ on: 'token', status: 400, times: 1 })
  await expect(genuin.tokens.getToken()).rejects.toMatchObject({ code: 'token_endpoint_unavailable' })
  expect((await genuin.tokens.getToken()).accessToken).toBe(sandbox.issued[0]?.accessToken)
})
