/** A change of a document that one rule of `specs/lint/redocly.yaml` must find. */
export interface Mutation {
  rule: string
  what: string
  file: string
  from: string
  to: string
  /** Where the rule must point. */
  pointer: string
}

const gbgToken = '#/paths/~1as~1token.oauth2/post'
const genuinToken = '#/paths/~1api~1thirdparty~1auth/post'
const giniLogin = '#/paths/~1login/post'
const oauthToken = '#/paths/~1oauth~1token/post'

/** At least one for every rule of ours. */
export const mutations: readonly Mutation[] = [
  {
    rule: 'rule/operation-source',
    what: 'an operation without its page',
    file: 'gogox.yaml',
    from: `      externalDocs:
        description: GOGOX, "Authorization" (Singapore)
        url: https://sg-docs.gogox.com/docs/authentication-1
`,
    to: '',
    pointer: `${oauthToken}/externalDocs`,
  },
  {
    rule: 'rule/document-description',
    what: 'a document without description',
    file: 'genuin.yaml',
    from: '  description: |\n    The authentication call',
    to: '  x-description: |\n    The authentication call',
    pointer: '#/info/description',
  },
  {
    rule: 'rule/media-type-examples',
    what: 'a body without examples',
    file: 'gogox.yaml',
    from: '            examples:\n              clientCredentials:',
    to: '            x-examples:\n              clientCredentials:',
    pointer: `${oauthToken}/requestBody/content/application~1json/examples`,
  },
  {
    rule: 'latchkey/document-id',
    what: 'an id that is not the file name',
    file: 'gogox.yaml',
    from: 'x-id: gogox',
    to: 'x-id: gogo',
    pointer: '#/info/x-id',
  },
  {
    rule: 'latchkey/local-references',
    what: 'a reference to another file',
    file: 'gogox.yaml',
    from: '"#/components/schemas/Order"',
    to: '"./gbg.yaml#/components/schemas/Token"',
    pointer: '#/paths/~1api~1v2~1orders~1{uuid}/get/responses/200/content/application~1json/schema/$ref',
  },
  {
    rule: 'latchkey/server-names',
    what: 'two servers of one name',
    file: 'gbg.yaml',
    from: 'x-name: us',
    to: 'x-name: eu',
    pointer: '#/servers/1',
  },
  {
    rule: 'latchkey/server-names',
    what: 'a server without a name beside others',
    file: 'gbg.yaml',
    from: '    x-name: au\n',
    to: '',
    pointer: '#/servers/2',
  },
  {
    rule: 'latchkey/extension-schema',
    what: 'an unknown member of x-token-operation',
    file: 'gogox.yaml',
    from: 'expiresIn: $response',
    to: 'expires: $response',
    pointer: `${oauthToken}/x-token-operation/token`,
  },
  {
    rule: 'latchkey/extension-schema',
    what: 'an x-token-operation that lacks a member, and no rule trips over it',
    file: 'gogox.yaml',
    from: '        grants:\n          client_credentials:',
    to: '        grunts:\n          client_credentials:',
    pointer: `${oauthToken}/x-token-operation`,
  },
  {
    rule: 'latchkey/extension-schema',
    what: 'an unknown refusal in x-token-error',
    file: 'genuin.yaml',
    from: 'transient: unexpectedError',
    to: 'passing: unexpectedError',
    pointer: `${genuinToken}/responses/400/x-token-error`,
  },
  {
    rule: 'latchkey/token-places',
    what: 'a response header that is not there',
    file: 'genuin.yaml',
    from: 'accessToken: $response.header.gn-access-token',
    to: 'accessToken: $response.header.gn-token',
    pointer: `${genuinToken}/x-token-operation/token/accessToken`,
  },
  {
    rule: 'latchkey/token-places',
    what: 'a request header that is not there',
    file: 'gini.pay-api.yaml',
    from: 'subject: $request.header.X-User-Identifier',
    to: 'subject: $request.header.X-User',
    pointer: `${giniLogin}/x-token-operation/grants/login/subject`,
  },
  {
    rule: 'latchkey/token-places',
    what: 'a grant type that the request does not take',
    file: 'gogox.yaml',
    from: '          client_credentials:\n            grantType',
    to: '          password:\n            grantType',
    pointer: `${oauthToken}/x-token-operation/grants/password/grantType`,
  },
  {
    rule: 'latchkey/token-request-covered',
    what: 'a required value that nobody sends',
    file: 'gbg.yaml',
    from: '            username: $request.body#/username\n',
    to: '',
    pointer: `${gbgToken}/x-token-operation`,
  },
  {
    rule: 'latchkey/token-error-examples',
    what: 'an example that is not there',
    file: 'genuin.yaml',
    from: 'client_rejected: invalidUse',
    to: 'client_rejected: invalidUses',
    pointer: `${genuinToken}/responses/412/x-token-error/client_rejected`,
  },
  {
    rule: 'latchkey/token-issues',
    what: 'a scheme that is not there',
    file: 'gini.user-center.yaml',
    from: 'issues: [clientToken]',
    to: 'issues: [nobody]',
    pointer: `${oauthToken}/x-token-operation/grants/client_credentials/issues/0`,
  },
  {
    rule: 'latchkey/token-issues',
    what: "a scheme that is not there in another's document",
    file: 'gini.user-center.yaml',
    from: 'gini-pay-api#userToken',
    to: 'gini-pay-api#nobody',
    pointer: `${oauthToken}/x-token-operation/grants/password/issues/0`,
  },
  {
    rule: 'latchkey/token-operation-security',
    what: 'a token operation that asks for a token',
    file: 'gogox.yaml',
    from: '      security: []\n',
    to: '',
    pointer: `${oauthToken}/security`,
  },
  {
    rule: 'latchkey/token-operation-security',
    what: 'a token operation that is no POST',
    file: 'gini.pay-api.yaml',
    from: '    post:\n      operationId: login',
    to: '    put:\n      operationId: login',
    pointer: '#/paths/~1login/put',
  },
]
