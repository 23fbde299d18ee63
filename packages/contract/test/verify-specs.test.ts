import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { verify } from '../src/index.ts'
import { credentials, manualClock, startSandbox, verifySandbox } from './fixtures/verify-sandbox.ts'

const folder = new URL('../../../specs/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
const documents = files.map((file) => parse(readFileSync(new URL(file, folder), 'utf8')))
const methods = ['get', 'put', 'post', 'delete', 'patch', 'head']

interface Documented {
  readonly id: string
  readonly method: string
  readonly isTokenOperation: boolean
}

/** Counted by hand from the text, not by what the verification reads. */
const documented: Documented[] = documents.flatMap(({ info, paths }) =>
  Object.values<Record<string, Record<string, unknown>>>(paths).flatMap((item) =>
    methods.flatMap((method) => {
      const operation = item[method]
      const isTokenOperation = operation?.['x-token-operation'] !== undefined
      return operation
        ? [{ id: `${info['x-id']}#${operation['operationId']}`, method, isTokenOperation }]
        : []
    }),
  ),
)

test('the sandbox of every spec keeps it: every operation is verified, nothing differs', async () => {
  const sandbox = await startSandbox(documents)
  const report = await verifySandbox(sandbox, {}, documents)
  const verified = report.results.map(({ documentId, operation }) => `${documentId}#${operation}`)
  expect(report.results.filter(({ outcome }) => outcome !== 'kept')).toEqual([])
  expect(report.outcome).toBe('kept')
  expect(report.operations).toEqual({ documented: documented.length, verified: documented.length })
  expect(new Set(verified)).toEqual(new Set(documented.map(({ id }) => id)))
  expect(report.counts).toEqual({ kept: sandbox.requests.length, drift: 0, inconclusive: 0, skipped: 0 })
})

test('every secured operation is tried without credentials, every token operation once with a wrong secret', async () => {
  const { results } = await verifySandbox(await startSandbox(documents), {}, documents)
  const named = (name: string) =>
    results
      .filter((result) => result.case === name)
      .map((result) => `${result.documentId}#${result.operation}`)
  const issuers = documented.filter(({ isTokenOperation }) => isTokenOperation).map(({ id }) => id)
  const others = documented.map(({ id }) => id).filter((id) => !issuers.includes(id))
  expect(named('wrong secret').sort()).toEqual(issuers.sort())
  expect(named('without credentials').sort()).toEqual(others.sort())
  const grants = documents.flatMap(({ paths }) =>
    Object.values<Record<string, Record<string, { grants: object }>>>(paths).flatMap((item) =>
      methods.flatMap((method) => Object.keys(item[method]?.['x-token-operation']?.grants ?? {})),
    ),
  )
  const asked = results.filter(({ case: name }) => name.startsWith('grant '))
  expect(asked.map(({ case: name }) => name.slice(6)).sort()).toEqual(grants.sort())
})

test('read-only unless told otherwise: nothing but GET and token operations is sent', async () => {
  const sandbox = await startSandbox(documents)
  const report = await verifySandbox(sandbox, { allowWrites: false }, documents)
  const unsafe = sandbox.requests.filter(({ method, kind }) => method !== 'GET' && kind !== 'token')
  expect(unsafe).toEqual([])
  const writes = documented.filter(({ method, isTokenOperation }) => method !== 'get' && !isTokenOperation)
  expect(writes.length).toBeGreaterThan(0)
  const skipped = report.results.filter(({ outcome }) => outcome === 'skipped')
  expect(skipped.map((result) => `${result.documentId}#${result.operation}`).sort()).toEqual(
    writes.map(({ id }) => id).sort(),
  )
  for (const { reason } of skipped) expect(reason).toBe('it may change something; see allowWrites')
  expect(report.outcome).toBe('kept')
  expect(report.operations.verified).toBe(documented.length - writes.length)
})

test('one operation may be allowed by its name', async () => {
  const sandbox = await startSandbox(documents)
  await verifySandbox(sandbox, { allowWrites: ['createCommunity'] }, documents)
  const unsafe = sandbox.requests.filter(({ method, kind }) => method !== 'GET' && kind !== 'token')
  expect(new Set(unsafe.map(({ operationId }) => operationId))).toEqual(new Set(['createCommunity']))
})

test('a server that baseUrl leaves out is not called; an object may name URLs, templates and origins', async () => {
  const sandbox = await startSandbox(documents)
  const others = documents.filter(({ info }) => /^(gbg|gini-.+|gogox)$/.test(info['x-id']))
  const { results } = await verify(others, {
    baseUrl: {
      'https://eu.platform.go.gbgplc.com/v2/captain': sandbox.url(
        'https://eu.platform.go.gbgplc.com/v2/captain/',
      ),
      'https://api.auth.gbgplc.com': sandbox.origin('https://api.auth.gbgplc.com'),
      'https://{host}': sandbox.origin('https://api.gogox.example'),
    },
    credentials,
    allowWrites: true,
    clock: manualClock(),
  })
  expect(results.filter(({ outcome }) => outcome !== 'kept' && outcome !== 'skipped')).toEqual([])
  const called = new Set(sandbox.requests.map(({ serverOrigin }) => serverOrigin))
  expect(called).toEqual(
    new Set([
      'https://eu.platform.go.gbgplc.com',
      'https://api.auth.gbgplc.com',
      'https://api.gogox.example',
    ]),
  )
  const left = results.filter(({ reason }) => reason === 'baseUrl has none of its servers')
  expect(left.map(({ documentId }) => documentId)).toEqual(
    Array.from(left, () => expect.stringMatching(/^gini-/)),
  )
})

test('nobody is named whom the caller does not name, because a server may create whom it does not know', async () => {
  const sandbox = await startSandbox(documents)
  const { subject, ...others } = credentials
  const { results } = await verifySandbox(sandbox, { credentials: others }, documents)
  expect(results.filter(({ operation }) => operation === 'login')).toMatchObject([
    { case: 'grant login', outcome: 'skipped', reason: 'there is no credentials.subject' },
  ])
  expect(sandbox.requests.filter(({ operationId }) => operationId === 'login')).toEqual([])
})
