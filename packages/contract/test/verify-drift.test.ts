import { expect, test } from 'vitest'
import type { Fault } from '../src/index.ts'
import { shop } from './fixtures/shop.ts'
import { changes, type Drift, getOne, type Shop, status, tokens } from './fixtures/shop-changes.ts'
import { startSandbox, verifySandbox } from './fixtures/verify-sandbox.ts'

const named = (drifts: readonly Drift[]) => [...new Set(drifts.map((drift) => drift.join(' ')))].sort()

test.for(changes)('%s is found and named', async ([, change, ...expected]) => {
  // Not structuredClone, which keeps what is shared between the operations shared.
  const changed: Shop = JSON.parse(JSON.stringify(shop))
  change(changed)
  const report = await verifySandbox(await startSandbox([changed]))
  const found = report.results
    .filter(({ outcome }) => outcome === 'drift')
    .flatMap(({ operation: name, findings }) =>
      findings.map(({ at: place, pointer }): Drift => [name, place, pointer]),
    )
  expect(report.outcome).toBe('drift')
  expect(named(found)).toEqual(named(expected))
})

const faults: (readonly [fault: Fault, ...drifts: Drift[]])[] = [
  [
    { fault: 'redirect', on: 'openTill', to: 'https://elsewhere.example/' },
    status('openTill', '/paths/~1till/get'),
  ],
  [
    { fault: 'html', on: 'getOrder' },
    ['getOrder', '/headers/content-type', `${getOne}/responses/200/content`],
  ],
  [{ fault: 'truncated_json', on: 'getOrder' }, ['getOrder', '/body', `${getOne}/responses/200/content`]],
  [
    { fault: 'wrong_content_type', on: 'getOrder' },
    ['getOrder', '/headers/content-type', `${getOne}/responses/200/content`],
  ],
  [
    { fault: 'html', on: 'token' },
    ['createToken', '/headers/content-type', `${tokens}/responses/200/content`],
  ],
]

test.for(faults)('the fault %j is found and named', async ([fault, ...expected]) => {
  const sandbox = await startSandbox()
  sandbox.fail({ ...fault, times: 1 })
  const { results } = await verifySandbox(sandbox)
  const found = results.flatMap(({ operation: name, findings }) =>
    findings.map(({ at: place, pointer }): Drift => [name, place, pointer]),
  )
  expect(named(found)).toEqual(named(expected))
})

test('a redirect is not followed', async () => {
  const sandbox = await startSandbox()
  sandbox.fail({ fault: 'redirect', on: 'token', to: 'https://elsewhere.example/', status: 307, times: 1 })
  const { results } = await verifySandbox(sandbox)
  expect(results[0]?.findings).toMatchObject([{ expected: 'must be 200', received: '307, a redirect' }])
})
