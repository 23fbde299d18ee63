import { childOf, childrenOf } from '../../scripts/contract-versions/sides.ts'
import type { OpenApiDocument } from '../../scripts/generate/openapi-document.ts'
import {
  type DocumentedOperation,
  documentedOperations,
  isCallOf,
} from '../contract-coverage/documented-operation.ts'
import type { Exchange } from '../contract-coverage/exchange.ts'
import { type ExchangeValidator, exchangeValidator } from '../contract-coverage/exchange-validator.ts'
import type { DocumentedFact } from './documented-fact.ts'
import { rightValues, type Shape, wrongValues } from './shape.ts'

type Answer = DocumentedFact['answers'][number]
type Texts = Record<string, unknown>

/** In what a document says something else than a fact: what the page shows must be admitted, the contrary refused. */
export function factProblems(document: OpenApiDocument, fact: DocumentedFact): string[] {
  const operation = documentedOperations(document).find(({ name }) => name === fact.operation)
  if (operation === undefined) return [`${fact.operation} is not in the document`]
  const validator = exchangeValidator(document)
  return [
    ...requestProblems(operation, fact, validator),
    ...fact.answers.flatMap((answer) => answerProblems(operation, answer, validator)),
  ].map((problem) => `${fact.operation}: ${problem}`)
}

function requestProblems(
  operation: DocumentedOperation,
  { request }: DocumentedFact,
  validator: ExchangeValidator,
): string[] {
  const { credentials, headers = {}, query = {}, body } = request
  const judge = (parts: Parts) => validator.requestProblems(operation, requestOf(request, parts))
  const whole = { credentials, headers: first(headers), query: first(query), body: body && first(body) }
  const called = isCallOf(operation, { method: request.method, url: new URL(request.url) })
  const wrong = (name: 'headers' | 'query' | 'body', shape: Shape, isText: boolean) =>
    wrongValues(shape)
      .filter(({ why, value }) => value instanceof Object && !(isText && why === 'type' && hasNumber(value)))
      .filter(({ value }) => judge({ ...whole, [name]: value as Texts }).length === 0)
      .map(({ what }) => `${name} ${what} is admitted`)
  const right = (name: 'headers' | 'query' | 'body', shape: Shape) =>
    rightValues(shape).flatMap((value) => judge({ ...whole, [name]: value as Texts }))
  const isForm = request.mediaType !== 'application/json'
  const others = [undefined, 'Basic', 'Bearer'].filter((scheme) => scheme !== credentials)
  return [
    ...(called ? [] : [`${request.method} ${request.url} is no call of it`]),
    ...undeclared(operation, request),
    ...right('headers', headers),
    ...right('query', query),
    ...(body ? right('body', body) : judge(whole)),
    ...wrong('headers', headers, true),
    ...wrong('query', query, true),
    ...(body ? wrong('body', body, isForm) : []),
    ...(body && !request.isBodyOptional && judge({ ...whole, body: undefined }).length === 0
      ? ['no body is admitted']
      : []),
    ...(credentials === undefined ? [] : others)
      .filter((scheme) => judge({ ...whole, credentials: scheme }).length === 0)
      .map((scheme) => `credentials: ${scheme ?? 'none'} is admitted`),
  ]
}

function answerProblems(
  operation: DocumentedOperation,
  answer: Answer,
  validator: ExchangeValidator,
): string[] {
  const { status, headers = {}, mediaType, body } = answer
  const judge = (sent: Texts, content?: unknown) =>
    validator.responseProblems(operation, {
      status,
      headers: headersOf(sent, mediaType),
      body: content === undefined ? '' : JSON.stringify(content),
    })
  const whole = body === undefined ? undefined : rightValues(body)[0]
  const declared = childrenOf(childOf(operation.node, 'responses', String(status), 'headers')).map(([name]) =>
    name.toLowerCase(),
  )
  const missing = Object.keys(first(headers)).filter((name) => !declared.includes(name.toLowerCase()))
  return [
    ...missing.map((name) => `header ${name} is not declared`),
    ...rightValues(headers).flatMap((sent) => judge(sent as Texts, whole)),
    ...wrongValues(headers)
      .filter(({ why, value }) => why === 'missing' && judge(value as Texts, whole).length === 0)
      .map(({ what }) => `header ${what} is admitted`),
    ...(body === undefined ? [] : rightValues(body)).flatMap((content) => judge(first(headers), content)),
    ...(body === undefined ? [] : wrongValues(body))
      .filter(({ value }) => judge(first(headers), value).length === 0)
      .map(({ what }) => `body ${what} is admitted`),
  ].map((problem) => `${status}: ${problem}`)
}

interface Parts {
  readonly credentials: string | undefined
  readonly headers: Texts
  readonly query: Texts
  readonly body: Texts | undefined
}

function requestOf(
  { method, url, mediaType }: DocumentedFact['request'],
  { credentials, headers, query, body }: Parts,
): Exchange['request'] {
  const sent = new URL(url)
  for (const [name, value] of Object.entries(query)) sent.searchParams.set(name, String(value))
  const all = headersOf(headers, body === undefined ? undefined : mediaType)
  if (credentials !== undefined) all.set('authorization', `${credentials} made-up`)
  const form = new URLSearchParams(textsOf(body ?? {}))
  const text = mediaType === 'application/json' ? JSON.stringify(body) : String(form)
  return { method, url: sent, headers: all, body: body === undefined ? '' : text }
}

function undeclared({ parameters }: DocumentedOperation, request: DocumentedFact['request']): string[] {
  const has = (place: string, name: string) =>
    parameters.some((parameter) => {
      const [where, called] = ['in', 'name'].map((key) => String(childOf(parameter, key).value).toLowerCase())
      return where === place && called === name.toLowerCase()
    })
  const named = (place: string, values: Texts) =>
    Object.keys(values)
      .filter((name) => !has(place, name))
      .map((name) => `${place} ${name} is not declared`)
  return [...named('header', first(request.headers ?? {})), ...named('query', first(request.query ?? {}))]
}

function first(shape: Shape): Texts {
  return rightValues(shape)[0] as Texts
}

function headersOf(values: Texts, mediaType?: string): Headers {
  const headers = new Headers(textsOf(values))
  if (mediaType !== undefined) headers.set('content-type', mediaType)
  return headers
}

function textsOf(values: Texts): [string, string][] {
  return Object.entries(values).map(([name, value]) => [name, String(value)])
}

/** A number among texts is a text too. */
function hasNumber(value: unknown): boolean {
  return typeof value === 'object' && value !== null
    ? Object.values(value).some(hasNumber)
    : typeof value === 'number'
}
