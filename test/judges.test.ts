import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadDocuments } from '../packages/contract/src/documents.ts'
import { operationsOf } from '../packages/contract/src/operations.ts'
import { readSpecs } from '../scripts/generate/read-specs.ts'
import { brokenForm, brokenJson } from './judges/broken-values.ts'
import { explanations } from './judges/explanations.ts'
import { type Explanation, type Heard, problemsOf } from './judges/hearing.ts'
import type { Kind } from './judges/judged-request.ts'
import { requestsOf } from './judges/requests-of.ts'
import { renderHearing } from './judges/table.ts'
import { verdictOf } from './judges/verdict.ts'

// The judges themselves are heard by `pnpm check:full judges`.

function heard(kind: Kind, ours: number, theirs: number | undefined, name: string = kind): Heard {
  return {
    request: { operation: 'shop#order', kind, name },
    ours: verdictOf({ status: ours }),
    others: new Map([['Other', verdictOf(theirs === undefined ? undefined : { status: theirs })]]),
  }
}

const careless: Explanation = {
  judge: 'Other',
  ours: 'refused',
  theirs: 'accepted',
  because: 'it is careless',
}

test('a status is a verdict, and so is none', () => {
  const statuses = [200, 201, 400, 404, 422, 500, 503]
  expect(statuses.map((status) => verdictOf({ status }).is)).toEqual([
    ...['accepted', 'accepted', 'refused', 'refused', 'refused', 'failed', 'failed'],
  ])
  expect(verdictOf(undefined)).toEqual({ is: 'unanswered' })
})

test('verdicts that agree need no reason, whatever their statuses', () => {
  const hearing = [heard('documented', 201, 200), heard('missing', 400, 422)]
  expect(problemsOf(hearing, [])).toEqual([])
})

test('a disagreement needs an explanation of its judge, its verdicts, its kind and its request', () => {
  const hearing = [heard('missing', 400, 200, 'without /body/sku')]
  const found = (explanation: Partial<Explanation>) => problemsOf(hearing, [{ ...careless, ...explanation }])
  expect(found({})).toEqual([])
  expect(found({ kinds: ['type', 'missing'], only: /^shop#order: without \/body\/sku$/ })).toEqual([])
  const unexplained =
    'shop#order: without /body/sku: refused by us, accepted by Other; find out who is right.'
  const idle = expect.stringMatching(/it is careless" explains nothing any more; remove it\.$/)
  for (const other of [
    { judge: 'Another' },
    { ours: 'accepted' },
    { theirs: 'unanswered' },
    { kinds: ['type'] },
    { only: /number/ },
  ] satisfies Partial<Explanation>[])
    expect(found(other), JSON.stringify(other)).toEqual([unexplained, idle])
})

test('the first explanation that holds is the one; what is left without any is to be removed', () => {
  const hearing = [heard('missing', 400, 200)]
  expect(problemsOf(hearing, [careless, { ...careless, because: 'it is late' }])).toEqual([
    '"Other: it is late" explains nothing any more; remove it.',
  ])
})

test('a documented request that we refuse is a problem, even where the others agree', () => {
  expect(problemsOf([heard('documented', 400, 400)], [])).toEqual([
    'shop#order: documented: documented, and refused by us.',
  ])
})

test('the table numbers the explanations', () => {
  const hearing = [heard('missing', 400, 200), heard('type', 400, undefined)]
  const table = renderHearing(hearing, [careless])
  expect(table).toMatch(/missing +│ refused 400 │ accepted 200 \[1\]/)
  expect(table).toMatch(/type +│ refused 400 │ unanswered \[\?\]/)
  expect(table).toMatch(/\[1\] 1 times, Other: it is careless\.$/)
})

test('the README of @latchkey/contract has every explanation, and the versions of the judges', () => {
  const root = join(import.meta.dirname, '..')
  const readme = readFileSync(join(root, 'packages/contract/README.md'), 'utf8')
  const rows = [...readme.matchAll(/^\| (Prism|@msw\/source) +\| (.+?) +\|$/gm)]
  expect(rows.map(([, judge, because]) => ({ judge, because }))).toEqual(
    explanations.map(({ judge, because }) => ({ judge, because })),
  )
  const manifest = JSON.parse(readFileSync(join(root, 'test/judges/package.json'), 'utf8'))
  const { '@stoplight/prism-http': prism, '@msw/source': source } = manifest.dependencies
  expect(readme).toContain(`Prism ${prism} and @msw/source ${source} read`)
})

test('a body is broken in one place at a time, with all the rest as it was', () => {
  const broken = brokenJson({ name: 'Ada', tags: ['a', 'b'], home: { zip: 1 } })
  expect(Object.fromEntries(broken.map(({ name, value }) => [name, value]))).toEqual({
    'without /body/name': { tags: ['a', 'b'], home: { zip: 1 } },
    'another /body/name': { name: 'unheard-of', tags: ['a', 'b'], home: { zip: 1 } },
    'empty /body/name': { name: '', tags: ['a', 'b'], home: { zip: 1 } },
    'a number for /body/name': { name: 42, tags: ['a', 'b'], home: { zip: 1 } },
    'without /body/tags': { name: 'Ada', home: { zip: 1 } },
    'a text for /body/tags': { name: 'Ada', tags: 'text', home: { zip: 1 } },
    'without /body/tags/0': { name: 'Ada', tags: ['b'], home: { zip: 1 } },
    'another /body/tags/0': { name: 'Ada', tags: ['unheard-of', 'b'], home: { zip: 1 } },
    'empty /body/tags/0': { name: 'Ada', tags: ['', 'b'], home: { zip: 1 } },
    'a number for /body/tags/0': { name: 'Ada', tags: [42, 'b'], home: { zip: 1 } },
    'without /body/home': { name: 'Ada', tags: ['a', 'b'] },
    'a text for /body/home': { name: 'Ada', tags: ['a', 'b'], home: 'text' },
    'without /body/home/zip': { name: 'Ada', tags: ['a', 'b'], home: {} },
    'a text for /body/home/zip': { name: 'Ada', tags: ['a', 'b'], home: { zip: 'text' } },
    'a list for /body': [{ name: 'Ada', tags: ['a', 'b'], home: { zip: 1 } }],
    'with /body/unheard-of': { name: 'Ada', tags: ['a', 'b'], home: { zip: 1 }, 'unheard-of': 'text' },
  })
  expect(brokenForm({ scope: 'a' }).map(({ name }) => name)).toEqual([
    ...['without /body/scope', 'another /body/scope', 'empty /body/scope', 'twice /body/scope'],
    'with /body/unheard-of',
  ])
})

test('every operation is asked about in every way that its document has a place for', () => {
  const { specs } = readSpecs(join(import.meta.dirname, '..'))
  const documents = specs.filter(({ packageName }) => packageName === 'gini').map(({ document }) => document)
  const operations = loadDocuments(documents).flatMap(operationsOf)
  const tokens = ['gini-pay-api#userToken', 'gini-user-center#clientToken']
  const requests = requestsOf(operations, {
    client: { id: 'made-up-client', secret: 'made-up-secret' },
    user: { username: 'ada@example.com', password: 'made-up-password' },
    subject: 'user1',
    scope: undefined,
    refreshToken: 'made-up-refresh-token',
    tokens: new Map(tokens.map((name) => [name, 'made-up-token'])),
  })
  const kindsOf = (operation: string) => [
    ...new Set(requests.filter((one) => one.operation === operation).map(({ kind }) => kind)),
  ]
  const always = ['documented', 'method', 'path', 'accept', 'credentials']
  const body = ['content type', 'missing', 'syntax', 'type', 'value', 'empty', 'extra']
  expect(kindsOf('gini-pay-api#getDocument').sort()).toEqual([...always].sort())
  expect(kindsOf('gini-user-center#createUser').sort()).toEqual([...always, ...body].sort())
  expect(kindsOf('gini-pay-api#login')).toEqual(expect.arrayContaining([...always, 'missing', 'empty']))
  expect(kindsOf('gini-user-center#createToken')).toEqual(expect.arrayContaining([...always, 'repeated']))
  const names = requests.map(({ operation, name }) => `${operation} ${name}`)
  expect(new Set(names).size).toBe(names.length)
})
