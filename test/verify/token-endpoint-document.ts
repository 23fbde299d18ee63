const error = {
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['error', 'error_description'],
        properties: { error: { type: 'string' }, error_description: { type: 'string' } },
        additionalProperties: false,
      },
      examples: { refused: { value: { error: 'refused', error_description: 'Refused.' } } },
    },
  },
}

const grantType = '$request.body#/grant_type'
const scope = '$request.body#/scope'
const inBody = { id: '$request.body#/client_id', secret: '$request.body#/client_secret' }

const tokenOperation = {
  client: inBody as typeof inBody | 'client_secret_basic',
  grants: {
    client_credentials: { grantType, scope, issues: ['token'] },
    password: {
      grantType,
      scope,
      username: '$request.body#/username',
      password: '$request.body#/password',
      issues: ['token'],
    },
    refresh_token: { grantType, refreshToken: '$request.body#/refresh_token', issues: ['token'] },
  },
  token: {
    accessToken: '$response.body#/access_token',
    tokenType: '$response.body#/token_type',
    expiresIn: '$response.body#/expires_in',
    refreshToken: '$response.body#/refresh_token',
    scope: '$response.body#/scope',
  },
}

/** What oidc-provider says of itself, as far as a verification asks for it. */
export const tokenEndpointDocument = {
  openapi: '3.1.1',
  info: { title: 'Token endpoint', version: '1.0.0', 'x-id': 'judge' },
  servers: [{ url: 'https://judge.example' }],
  paths: {
    '/token': {
      post: {
        operationId: 'createToken',
        security: [],
        'x-token-operation': tokenOperation,
        requestBody: {
          required: true,
          content: {
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                required: ['grant_type'],
                properties: { grant_type: { type: 'string' } },
              },
              examples: {
                client: { value: { grant_type: 'client_credentials', scope: 'read write' } },
                user: {
                  value: {
                    grant_type: 'password',
                    username: 'sample',
                    password: 'sample',
                    scope: 'offline_access',
                  },
                },
                refresh: { value: { grant_type: 'refresh_token', refresh_token: 'sample' } },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The token.',
            headers: { 'Cache-Control': { required: true, schema: { const: 'no-store' } } },
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['access_token', 'token_type', 'expires_in', 'scope'],
                  properties: {
                    access_token: { type: 'string', minLength: 16 },
                    token_type: { const: 'Bearer' },
                    expires_in: { type: 'integer', minimum: 1 },
                    refresh_token: { type: 'string' },
                    scope: { type: 'string' },
                  } as { [name: string]: object },
                },
              },
            },
          },
          '400': {
            description: 'The request is wrong.',
            'x-token-error': { request_rejected: 'refused', grant_rejected: 'refused' },
            ...error,
          },
          '401': {
            description: 'The client is wrong.',
            'x-token-error': { client_rejected: 'refused' },
            ...error,
          },
        },
      },
    },
    '/.well-known/openid-configuration': {
      get: {
        operationId: 'discover',
        responses: {
          '200': {
            description: 'Where everything is.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['issuer', 'token_endpoint', 'grant_types_supported'],
                  properties: {
                    issuer: { type: 'string', format: 'uri' },
                    token_endpoint: { type: 'string', format: 'uri' },
                    grant_types_supported: { type: 'array', items: { type: 'string' } },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
}
