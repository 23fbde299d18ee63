import { faultSchemas } from '../fault-schemas.ts'

const text = { type: 'string' }
const instant = { type: 'number', description: 'In epoch milliseconds.' }
const texts = { type: 'object', additionalProperties: text }

const issuedToken = {
  type: 'object',
  required: ['accessToken', 'clientId', 'schemes', 'issuedAt', 'expiresAt', 'revoked'],
  properties: {
    accessToken: text,
    refreshToken: text,
    clientId: text,
    username: text,
    subject: { type: 'string', description: 'Whom the client named without proof.' },
    scope: text,
    schemes: {
      type: 'array',
      items: text,
      description: 'The security schemes that it satisfies, each as `<document id>#<scheme>`.',
    },
    issuedAt: instant,
    expiresAt: instant,
    revoked: { type: 'boolean' },
  },
  additionalProperties: false,
}

const violation = {
  type: 'object',
  description: 'One way in which a request breaks its document.',
  required: ['pointer', 'rule', 'message'],
  properties: {
    pointer: { type: 'string', description: 'A JSON pointer into the request.' },
    rule: text,
    message: text,
  },
  additionalProperties: false,
}

const recordedRequest = {
  type: 'object',
  required: ['kind', 'method', 'serverOrigin', 'path', 'query', 'headers', 'body', 'bytes', 'violations'],
  properties: {
    operationId: { type: 'string', description: 'Absent where no document has the path and method.' },
    documentId: text,
    kind: { enum: ['token', 'api', 'unknown'] },
    method: text,
    serverOrigin: { type: 'string', description: 'The documented server origin that it was sent to.' },
    path: { type: 'string', description: 'As sent, without the query.' },
    query: { type: 'string', description: 'Percent-encoded, without the question mark.' },
    headers: { ...texts, description: 'By name in lower case.' },
    body: { type: 'string', description: 'As UTF-8 text.' },
    bytes: { type: 'string', contentEncoding: 'base64', description: 'The body in base64.' },
    status: { type: 'integer', description: 'Absent until it is answered.' },
    token: { $ref: '#/components/schemas/IssuedToken' },
    violations: { type: 'array', items: { $ref: '#/components/schemas/Violation' } },
  },
  additionalProperties: false,
}

export const controlSchemas = {
  Delay: {
    type: 'object',
    required: ['ms'],
    properties: {
      on: { type: 'string', description: 'The requests that wait; every request where absent.' },
      ms: { type: 'number', minimum: 0, maximum: 2 ** 31 - 1 },
    },
    additionalProperties: false,
  },
  Error: {
    type: 'object',
    required: ['error', 'message'],
    properties: {
      error: text,
      message: text,
      violations: { type: 'array', items: { $ref: '#/components/schemas/Violation' } },
    },
    additionalProperties: false,
  },
  Fault: {
    description: 'What goes wrong. Unless it says otherwise, the operation is carried out.',
    oneOf: [...faultSchemas.values()].map(({ required, ...schema }) => ({
      ...schema,
      required: [...new Set(['fault', ...required])],
    })),
  },
  IssuedToken: issuedToken,
  Origins: { ...texts, description: 'The loopback origin of each documented server origin.' },
  RecordedRequest: recordedRequest,
  RefreshTokenReuse: {
    type: 'object',
    description: 'A spent refresh token was presented again.',
    required: ['refreshToken', 'at', 'revoked'],
    properties: {
      refreshToken: text,
      at: instant,
      revoked: { type: 'array', items: { $ref: '#/components/schemas/IssuedToken' } },
    },
    additionalProperties: false,
  },
  RevokeAll: {
    type: 'object',
    properties: { refreshTokens: { type: 'boolean', default: false } },
    additionalProperties: false,
  },
  Violation: violation,
}
