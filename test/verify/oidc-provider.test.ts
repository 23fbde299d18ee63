import { verify } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { startAuthorizationServer } from '../../packages/auth-core/test/oidc/authorization-server.ts'
import { madeUpPassword } from '../../packages/auth-core/test/oidc/password-grant.ts'
import { tokenEndpointDocument } from './token-endpoint-document.ts'

type Judge = Awaited<ReturnType<typeof startAuthorizationServer>>

/** What form encoding, Basic and percent encoding give a meaning of their own. */
const client = { clientId: 'a:b c+d%20&e', clientSecret: 's:t u+v%3A&w=x/~' }
const user = { username: 'user-1', password: madeUpPassword }

function verifyJudge(judge: Judge, document: object, clientSecret = client.clientSecret) {
  return verify(document, {
    baseUrl: new URL(judge.client.tokenUrl).origin,
    credentials: { client: { ...client, clientSecret }, user },
    requestsPerSecond: 1000,
  })
}

function changed(change: (document: typeof tokenEndpointDocument) => void) {
  const document = structuredClone(tokenEndpointDocument)
  change(document)
  return document
}

describe('a server of another make', () => {
  test.for([
    ['in the body', tokenEndpointDocument],
    [
      'by Basic',
      changed((document) => {
        document.paths['/token'].post['x-token-operation'].client = 'client_secret_basic'
      }),
    ],
  ] as const)('keeps the contract of its token endpoint, the client %s', async ([, document], context) => {
    const judge = await startAuthorizationServer(context, client)
    const report = await verifyJudge(judge, document)
    expect(report.results.filter(({ outcome }) => outcome !== 'kept')).toEqual([])
    expect(report.results.map((result) => [result.operation, result.case, result.status])).toEqual([
      ['createToken', 'grant client_credentials', 200],
      ['createToken', 'grant password', 200],
      ['createToken', 'grant refresh_token', 200],
      ['discover', 'documented request', 200],
      ['createToken', 'without /body/grant_type', 400],
      ['createToken', 'wrong secret', 401],
    ])
    expect(report.outcome).toBe('kept')
    expect([judge.spentTwice(), judge.revokedFamilies]).toEqual([[], []])
    expect(judge.calls.filter(({ status }) => status === 401)).toHaveLength(1)
  })

  test('is told where its document is wrong', async (context) => {
    const judge = await startAuthorizationServer(context, client)
    const document = changed(({ paths }) => {
      const { responses } = paths['/token'].post
      const { schema } = responses['200'].content['application/json']
      schema.required.push('id_token')
      schema.properties['expires_in'] = { type: 'string' }
      responses['401'].content['application/json'].schema.required.push('error_uri')
      paths['/.well-known/openid-configuration'].get.responses['200'].content[
        'application/json'
      ].schema.required.push('made_up')
    })
    const { results } = await verifyJudge(judge, document)
    const found = results.flatMap(({ operation, case: name, findings }) =>
      findings.map(({ at, pointer }) => [operation, name, at, pointer]),
    )
    const schema = '/paths/~1token/post/responses/200/content/application~1json/schema'
    const perGrant = ['grant client_credentials', 'grant password', 'grant refresh_token'].flatMap((name) => [
      ['createToken', name, '/body/id_token', `${schema}/required`],
      ['createToken', name, '/body/expires_in', `${schema}/properties/expires_in/type`],
    ])
    const refused = (status: number) =>
      `/paths/~1token/post/responses/${status}/content/application~1json/schema/required`
    const discovered =
      '/paths/~1.well-known~1openid-configuration/get/responses/200/content/application~1json/schema'
    expect(found).toEqual([
      ...perGrant,
      ['discover', 'documented request', '/body/made_up', `${discovered}/required`],
      ['createToken', 'without /body/grant_type', '/body/error_uri', refused(400)],
      ['createToken', 'wrong secret', '/body/error_uri', refused(401)],
    ])
  })

  test('is asked once with credentials that it refuses', async (context) => {
    const judge = await startAuthorizationServer(context, client)
    const report = await verifyJudge(judge, tokenEndpointDocument, 'wrong-canary')
    expect(judge.refusals).toEqual(['invalid secret provided'])
    expect(judge.calls).toHaveLength(1)
    expect(report.outcome).toBe('drift')
    expect(`${report.toTable()}${report.toJUnit()}${JSON.stringify(report)}`).not.toContain('wrong-canary')
  })
})
