import { describe, expect, test } from 'vitest'
import type { CaseResult, VerifyOptions } from '../src/index.ts'
import { type Answering, granted, isGranted, keeping, refused, verifyAnswers } from './fixtures/answering.ts'

const onlyLogin: Partial<VerifyOptions> = { baseUrl: { 'https://login.shop.example': 'https://login.test' } }

describe('the report', () => {
  const answer: Answering = (one) =>
    JSON.parse(one.body).grant_type === 'password' ? refused(418) : keeping(one)

  test('as a table', async () => {
    const { report } = await verifyAnswers(answer, onlyLogin)
    expect(report.toTable()).toBe(
      [
        'operation         case                      status  outcome  findings',
        'shop#listOrders   all                       -       skipped  baseUrl has none of its servers',
        'shop#placeOrder   all                       -       skipped  baseUrl has none of its servers',
        'shop#getOrder     all                       -       skipped  baseUrl has none of its servers',
        'shop#openTill     all                       -       skipped  baseUrl has none of its servers',
        'shop#createToken  grant client_credentials  200     kept',
        'shop#createToken  grant password            418     drift    /status must be 200, received 418 (#/paths/~1token/post/responses)',
        '',
        '1 kept, 1 drift, 0 inconclusive, 4 skipped',
      ].join('\n'),
    )
  })

  test('as JUnit’s XML, escaped', async () => {
    const { report } = await verifyAnswers(
      (one) =>
        isGranted(one) ? granted() : refused(401, JSON.parse(one.body).grant_type ? 'refused' : null),
      onlyLogin,
    )
    const xml = report.toJUnit().replace(/time="[\d.]+"/g, 'time=""')
    const note =
      '/body/a&lt;b&gt;&amp;&quot;c&quot;? is not documented, received a number (#/paths/~1token/post/responses/401/content/application~1json/schema)'
    const drift = '/status must be 400, received 401 (#/paths/~1token/post/responses)'
    const lacking =
      '/body/error must be string, received null (#/paths/~1token/post/responses/401/content/application~1json/schema/properties/error/type)'
    expect(xml.split('\n').slice(0, 3)).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites>',
      '  <testsuite name="shop" tests="8" failures="1" errors="0" skipped="4" time="">',
    ])
    expect(xml).toContain(`
    <testcase classname="shop.openTill" name="all" time="">
      <skipped message="baseUrl has none of its servers"/>
    </testcase>
    <testcase classname="shop.createToken" name="grant client_credentials" time=""/>
    <testcase classname="shop.createToken" name="grant password" time=""/>
    <testcase classname="shop.createToken" name="without /body/grant_type" time="">
      <failure message="${drift}" type="status">${drift}\n${lacking}</failure>
      <system-out>${note}</system-out>
    </testcase>
    <testcase classname="shop.createToken" name="wrong secret" time="">
      <system-out>${note}</system-out>
    </testcase>
  </testsuite>
</testsuites>
`)
  })

  test('as JUnit’s XML, where a server fails', async () => {
    const { report } = await verifyAnswers(() => new Response('', { status: 503 }), onlyLogin)
    expect(report.toJUnit()).toContain('failures="0" errors="2" skipped="4"')
    expect(report.toJUnit()).toContain('<error message="/status must be 200, received 503 (#/paths')
  })

  test('as JSON, with everything but the functions', async () => {
    const seen: CaseResult[] = []
    const { report } = await verifyAnswers(answer, { ...onlyLogin, onResult: (result) => seen.push(result) })
    const { toTable, toJUnit, ...rest } = report
    expect(JSON.parse(JSON.stringify(report))).toEqual(rest)
    expect(seen).toEqual(report.results)
    expect(rest).toMatchObject({
      outcome: 'drift',
      counts: { kept: 1, drift: 1, inconclusive: 0, skipped: 4 },
      operations: { documented: 5, verified: 1 },
    })
    expect(rest.results.at(-1)).toMatchObject({
      ...{
        documentId: 'shop',
        operation: 'createToken',
        method: 'POST',
        path: '/token',
        case: 'grant password',
      },
      ...{ outcome: 'drift', status: 418, notes: [] },
      findings: [
        {
          ...{ kind: 'status', at: '/status', pointer: '/paths/~1token/post/responses' },
          ...{ expected: 'must be 200', received: '418' },
        },
      ],
    })
  })
})
