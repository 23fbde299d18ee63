import { isLatchkeyError, type TokenSource } from '@latchkey/auth-core'
import { childOf } from '../../scripts/contract-versions/sides.ts'
import { client } from '../seeds/start-sandbox.ts'
import { type DocumentedOperation, documentedAnswers, isCallOf } from './documented-operation.ts'
import { type Exchange, recordingFetch } from './exchange.ts'
import type { Means, ProviderCalls } from './provider-calls.ts'
import type { Stage } from './stages.ts'

/** How an answer was brought about. */
export type Way =
  | 'client'
  | 'client, wrong credentials'
  | 'fetch, broken request'
  | 'fetch, other Accept'
  | 'fetch, other method'
  | 'client, told to fail'

/** An exchange that took place on the tour, and the operation whose answers it is one of. */
export interface Visit {
  readonly operation: DocumentedOperation
  readonly way: Way
  readonly exchange: Exchange
}

const stranger: TokenSource = {
  getToken: async () => ({ accessToken: 'made-up-token', tokenType: 'Bearer' }),
}

/**
 * Calls every operation of a stage: as a client does, in each way that a documented status comes of by itself, and told
 * to fail for the rest.
 */
export async function tour(
  stage: Stage,
  operations: readonly DocumentedOperation[],
  calls: ProviderCalls,
): Promise<Visit[]> {
  const visits: Visit[] = []

  async function visit(
    way: Way,
    run: (fetch: Means['fetch']) => Promise<unknown>,
    about?: DocumentedOperation,
  ) {
    const { fetch, exchanges } = recordingFetch(stage.send)
    await run(fetch).catch((error: unknown) => {
      if (!isLatchkeyError(error)) throw error
    })
    for (const exchange of exchanges) {
      const operation = about ?? operations.find((one) => isCallOf(one, exchange.request))
      if (operation === undefined) throw new Error(`${exchange.request.url} is not documented.`)
      visits.push({ operation, way, exchange })
    }
  }

  for (const operation of operations) {
    const call = calls[operation.name]
    if (call === undefined)
      throw new Error(`test/contract-coverage/calls/ has no call of ${operation.name}; write one.`)
    await visit('client', (fetch) => call({ ...client, fetch }))
    const good = visits.findLast(({ operation: called }) => called === operation)?.exchange.request
    if (good === undefined)
      throw new Error(`The call of ${operation.name} in test/contract-coverage/calls/ does not call it.`)
    if (ends(operation, 401, 'client_rejected')) {
      const wrong = { ...client, clientSecret: 'another-made-up-secret' }
      await visit('client, wrong credentials', (fetch) =>
        call(isToken(operation) ? { ...wrong, fetch } : { ...wrong, fetch, tokens: stranger }),
      )
    }
    if (ends(operation, 400, 'request_rejected'))
      await visit('fetch, broken request', (fetch) => fetch(withoutQuery(good.url), broken(good)))
    if (ends(operation, 406))
      await visit('fetch, other Accept', (fetch) => fetch(good.url, repeated(good, { accept: 'text/html' })))
    if (ends(operation, 405))
      await visit('fetch, other method', (fetch) => fetch(good.url, { method: 'PATCH' }), operation)
    for (const { status, mediaType } of documentedAnswers(operation)) {
      if (visits.some((one) => one.operation === operation && isAnswer(one.exchange, status, mediaType)))
        continue
      stage.failNext(operation, status)
      await visit('client, told to fail', (fetch) => call({ ...client, fetch }))
    }
  }
  return visits
}

/** Whether an exchange ended with a documented answer; where no body is documented, with whatever body. */
export function isAnswer({ response }: Exchange, status: number, mediaType: string | undefined): boolean {
  const sent = response.headers.get('content-type')?.split(';', 1)[0]
  return response.status === status && (mediaType === undefined || sent === mediaType)
}

/** Whether the document says that requests of a kind end with the status, or with one that it marks so. */
function ends({ node }: DocumentedOperation, status: number, refusal = ''): boolean {
  const marks = documentedAnswers({ node } as DocumentedOperation).map(({ status: one }) =>
    childOf(node, 'responses', String(one), 'x-token-error', refusal),
  )
  return (
    childOf(node, 'responses', String(status)).value !== undefined ||
    marks.some(({ value }) => value !== undefined)
  )
}

function isToken({ node }: DocumentedOperation): boolean {
  return childOf(node, 'x-token-operation').value !== undefined
}

function withoutQuery(url: URL): URL {
  return new URL(url.pathname, url)
}

/** With its credentials in the header, and without all else that the document asks for. */
function broken({ method, headers, body }: Exchange['request']): RequestInit {
  const kept = ['accept', 'authorization', ...(body === '' ? [] : ['content-type'])].flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as [string, string]]
  })
  const empty = body.startsWith('{') ? '{}' : 'unknown=1'
  return { method, headers: kept, ...(body !== '' && { body: empty }) }
}

function repeated(
  { method, headers, body }: Exchange['request'],
  other: Record<string, string>,
): RequestInit {
  return { method, headers: { ...Object.fromEntries(headers), ...other }, ...(body !== '' && { body }) }
}
