import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { createSandbox, type Sandbox } from '../src/index.ts'

// What these tests know of a document is what any reader of OpenAPI and of the extension knows; no provider is named.
interface Media {
  schema?: object
  example?: unknown
  examples?: { [name: string]: { value: unknown } }
}
interface Parameter extends Media {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
}
interface Server {
  url: string
  variables?: { [name: string]: { default: string } }
}
interface Grant {
  grantType?: string
  scope?: string
  username?: string
  password?: string
  refreshToken?: string
  subject?: string
  issues: string[]
}
interface Operation {
  operationId: string
  servers?: Server[]
  security?: object[]
  parameters?: Parameter[]
  requestBody?: { content: { [mediaType: string]: Media } }
  responses: { [status: string]: { content?: { [mediaType: string]: Media } } }
  'x-token-operation'?: {
    client: string | { id: string; secret: string }
    grants: { [name: string]: Grant }
    token: { accessToken: string; refreshToken?: string }
  }
}
interface PathItem {
  servers?: Server[]
  parameters?: Parameter[]
  get?: Operation
  post?: Operation
  put?: Operation
}
interface Document {
  info: { title: string; 'x-id': string }
  servers: Server[]
  security?: object[]
  components: { securitySchemes: { [name: string]: { scheme: string } } }
  paths: { [path: string]: PathItem }
}

const folder = new URL('../../../specs/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
const documents = files.map((file) => parse(readFileSync(new URL(file, folder), 'utf8')) as Document)

const client = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' }
const user = { username: 'ada@example.com', password: 'engine-1843' }
const basic = `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}`

async function startSandbox(): Promise<Sandbox> {
  const sandbox = await createSandbox(documents, { clients: [client], users: [user] })
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** Resolves local references at the first level, which is where the documents have them. */
function resolve<T>(document: Document, value: T): T {
  const { $ref } = value as { $ref?: string }
  if ($ref === undefined) return value
  const members = $ref.slice(2).split('/')
  return members.reduce(
    (parent, name) => (parent as { [name: string]: unknown })[name],
    document as unknown,
  ) as T
}

interface Call {
  document: Document
  path: string
  method: string
  operation: Operation
  name: string
}

const methods = ['get', 'post', 'put'] as const
const calls: Call[] = documents.flatMap((document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      if (operation === undefined) return []
      const name = `${document.info['x-id']} ${operation.operationId}`
      return [{ document, path, method: method.toUpperCase(), operation, name }]
    }),
  ),
)
const tokenCalls = calls.filter(({ operation }) => operation['x-token-operation'])

function exampleOf(document: Document, { example, examples = {}, schema }: Media): unknown {
  const [first] = Object.values(examples)
  return (
    example ??
    (first && resolve(document, first).value) ??
    (schema as { default?: unknown } | undefined)?.default
  )
}

/** The documented parameters with their examples; the optional ones of a token operation stay out. */
function target(sandbox: Sandbox, { document, path, operation }: Call, query = new URLSearchParams()) {
  const item = document.paths[path]
  const [server] = operation.servers ?? item?.servers ?? document.servers
  const headers: { [name: string]: string } = {}
  let filled = path
  for (const raw of [...(item?.parameters ?? []), ...(operation.parameters ?? [])]) {
    const parameter = resolve(document, raw)
    const value = String(exampleOf(document, parameter))
    if (parameter.in === 'path') filled = filled.replace(`{${parameter.name}}`, encodeURIComponent(value))
    if (parameter.in === 'header') headers[parameter.name] = value
    if (parameter.in === 'query' && !operation['x-token-operation']) query.set(parameter.name, value)
  }
  const text = query.toString()
  const base = Object.entries(server?.variables ?? {}).reduce(
    (written, [name, variable]) => written.replace(`{${name}}`, variable.default),
    server?.url ?? '',
  )
  return { url: sandbox.url(`${base}${filled}${text && `?${text}`}`), headers }
}

function successOf({ document, method, operation }: Call) {
  const successes = Object.keys(operation.responses).filter((key) => key.startsWith('2'))
  const made = method === 'POST' && successes.find((key) => key === '201')
  const status = made || (successes[0] as string)
  const { content = {} } = resolve(document, operation.responses[status] as Operation['responses'][string])
  const [mediaType] = Object.keys(content)
  return { status: Number(status), mediaType, schema: mediaType && content[mediaType]?.schema }
}

async function expectSuccess(call: Call, response: Response): Promise<unknown> {
  const { status, mediaType, schema } = successOf(call)
  const text = await response.text()
  expect([response.status, text]).toEqual([status, expect.any(String)])
  if (mediaType === undefined || schema === undefined) return undefined
  expect(response.headers.get('content-type')).toBe(mediaType)
  const ajv = new Ajv2020({ strict: false })
  formats.default(ajv)
  const validate = ajv.compile({ ...schema, components: call.document.components })
  const body: unknown = JSON.parse(text)
  validate(body)
  expect(validate.errors).toBeNull()
  return body
}

/** A token by one grant, sent and read by what `x-token-operation` says and nothing else. */
async function requestToken(sandbox: Sandbox, call: Call, grantName: string, refreshToken?: string) {
  const {
    client: places,
    grants,
    token,
  } = call.operation['x-token-operation'] as NonNullable<Operation['x-token-operation']>
  const grant = grants[grantName] as Grant
  const query = new URLSearchParams()
  const headers: { [name: string]: string } = typeof places === 'string' ? { authorization: basic } : {}
  const body: { [name: string]: string } = {}
  const put = (place: string | undefined, value: string | undefined) => {
    const [, kind, name] = /^\$request\.(query\.|header\.|body#\/)(.+)$/.exec(place ?? '') ?? []
    if (name === undefined || value === undefined) return
    if (kind === 'query.') query.set(name, value)
    else if (kind === 'header.') headers[name] = value
    else body[name] = value
  }
  put(grant.grantType, grantName)
  put(grant.scope, 'example.scope')
  put(grant.subject, 'user1')
  put(grant.username, user.username)
  put(grant.password, user.password)
  put(grant.refreshToken, refreshToken)
  if (typeof places === 'object') {
    put(places.id, client.clientId)
    put(places.secret, client.clientSecret)
  }
  const [mediaType = ''] = Object.keys(call.operation.requestBody?.content ?? {})
  const hasBody = Object.keys(body).length > 0
  const encoded = mediaType.endsWith('json') ? JSON.stringify(body) : new URLSearchParams(body).toString()
  const { url } = target(sandbox, call, query)
  const response = await fetch(url, {
    method: call.method,
    headers: { ...headers, ...(hasBody && { 'content-type': mediaType }) },
    ...(hasBody && { body: encoded }),
  })
  const content = await expectSuccess(call, response)
  const read = (place = '') => {
    const [, kind, name = ''] = /^\$response\.(header\.|body#\/)(.+)$/.exec(place) ?? []
    const value =
      kind === 'header.' ? response.headers.get(name) : (content as { [name: string]: unknown })?.[name]
    return value as string | undefined
  }
  return { accessToken: read(token.accessToken) as string, refreshToken: read(token.refreshToken) }
}

/** A token that satisfies the scheme, by whichever grant of whichever document issues it. */
async function tokenFor(sandbox: Sandbox, documentId: string, scheme: string): Promise<string> {
  for (const call of tokenCalls) {
    const { grants = {} } = call.operation['x-token-operation'] ?? {}
    const local = call.document.info['x-id'] === documentId
    for (const [name, { issues, refreshToken }] of Object.entries(grants)) {
      if (refreshToken === undefined && issues.includes(local ? scheme : `${documentId}#${scheme}`))
        return (await requestToken(sandbox, call, name)).accessToken
    }
  }
  throw new Error(`nothing issues ${documentId}#${scheme}`)
}

async function authorizationFor(
  sandbox: Sandbox,
  { document, operation }: Call,
): Promise<string | undefined> {
  const [requirement = {}] = operation.security ?? document.security ?? []
  const [name] = Object.keys(requirement)
  if (name === undefined) return undefined
  if (document.components.securitySchemes[name]?.scheme === 'basic') return basic
  return `Bearer ${await tokenFor(sandbox, document.info['x-id'], name)}`
}

test('there are documents, token operations and API operations to test', () => {
  expect(documents.length).toBeGreaterThan(0)
  expect(tokenCalls.length).toBeGreaterThan(0)
  expect(calls.length).toBeGreaterThan(tokenCalls.length)
})

describe.each(tokenCalls)('$name', (call) => {
  const { grants = {} } = call.operation['x-token-operation'] ?? {}
  const initial = Object.keys(grants).filter((name) => grants[name]?.refreshToken === undefined)
  const refreshing = Object.keys(grants).filter((name) => !initial.includes(name))

  test.each(initial)('issues a token by %s', async (grant) => {
    const sandbox = await startSandbox()
    const { accessToken } = await requestToken(sandbox, call, grant)
    expect(sandbox.issued).toMatchObject([{ accessToken, clientId: client.clientId, revoked: false }])
    expect(sandbox.requests).toMatchObject([{ kind: 'token', violations: [] }])
  })

  test.each(refreshing)('issues a token by %s', async (grant) => {
    const sandbox = await startSandbox()
    let refreshToken: string | undefined
    for (const name of initial) refreshToken ??= (await requestToken(sandbox, call, name)).refreshToken
    expect(refreshToken).toBeTypeOf('string')
    const refreshed = await requestToken(sandbox, call, grant, refreshToken)
    expect(refreshed.refreshToken).not.toBe(refreshToken)
    expect(sandbox.issued.at(-1)?.accessToken).toBe(refreshed.accessToken)
  })
})

const apiCalls = calls.filter((call) => !tokenCalls.includes(call))

test.each(apiCalls)('$name answers its documented examples with its documented success', async (call) => {
  const sandbox = await startSandbox()
  const authorization = await authorizationFor(sandbox, call)
  const { url, headers } = target(sandbox, call)
  const { mediaType: accept = '*/*' } = successOf(call)
  const [[mediaType, media] = []] = Object.entries(call.operation.requestBody?.content ?? {})
  const bodies = media ? Object.values(media.examples ?? { only: { value: media.example } }) : [undefined]
  for (const example of bodies) {
    const response = await fetch(url, {
      method: call.method,
      headers: {
        ...headers,
        accept,
        ...(authorization && { authorization }),
        ...(mediaType && { 'content-type': mediaType }),
      },
      ...(example && { body: JSON.stringify(resolve(call.document, example).value) }),
    })
    await expectSuccess(call, response)
  }
  expect(sandbox.requests.at(-1)).toMatchObject({
    kind: 'api',
    operationId: call.operation.operationId,
    violations: [],
  })
})

const guarded = apiCalls.filter(
  ({ document, operation }) => (operation.security ?? document.security ?? []).length > 0,
)

test.each(guarded)('$name is refused without credentials and with a revoked token', async (call) => {
  const sandbox = await startSandbox()
  const { url } = target(sandbox, call)
  const status = async (headers: { [name: string]: string }) =>
    (await fetch(url, { method: call.method, headers })).status
  expect(await status({})).toBe(401)
  const authorization = (await authorizationFor(sandbox, call)) as string
  sandbox.revokeAll()
  if (authorization.startsWith('Bearer')) expect(await status({ authorization })).toBe(401)
})
