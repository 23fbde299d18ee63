/** A document as its package was released with it: small, with one of everything that can change. */
export function releasedDocument() {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Parcels',
      version: '1.0.0',
      'x-id': 'parcels',
      description: 'Parcels and where they are.',
    },
    servers: [
      { url: 'https://eu.parcels.example', 'x-name': 'eu' },
      { url: 'https://us.parcels.example', 'x-name': 'us' },
    ],
    security: [{ accessToken: ['read'] }, { apiKey: [] }],
    paths: {
      '/token': {
        post: {
          operationId: 'createToken',
          security: [],
          'x-token-operation': {
            grants: {
              client_credentials: { issues: ['accessToken'] },
              password: { issues: ['accessToken'] },
            },
            token: { accessToken: '$response.body#/access_token' },
          },
          responses: { '200': { description: 'The token.' } },
        },
      },
      '/parcels/{id}': {
        get: {
          operationId: 'getParcel',
          description: 'Returns a parcel.',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string', minLength: 2 } },
            { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 50, default: 20 } },
            { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
          ],
          responses: {
            '200': {
              description: 'The parcel.',
              headers: { 'X-Request-ID': { required: true, schema: { type: 'string' } } },
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Parcel' } } },
            },
            '404': { description: 'There is none.', 'x-token-error': { request_rejected: null } },
          },
        },
        put: {
          operationId: 'changeParcel',
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/ParcelChange' } } },
          },
          responses: { '204': { description: 'It was changed.' } },
        },
      },
    },
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-Key' },
      },
      schemas: {
        Parcel: {
          type: 'object',
          required: ['id'],
          properties: {
            id: { type: 'string' },
            weight: { type: 'number', minimum: 0 },
            state: { type: 'string', enum: ['sent', 'arrived'] },
            parts: { type: 'array', items: { $ref: '#/components/schemas/Parcel' } },
          },
        },
        Person: { type: 'object', properties: { name: { type: 'string' } } },
        Receipt: { type: 'object' },
        ParcelChange: {
          type: 'object',
          required: ['state'],
          properties: {
            state: { type: 'string', enum: ['sent', 'arrived'] },
            weight: { type: 'number', minimum: 0 },
            to: { oneOf: [{ type: 'string', format: 'email' }, { $ref: '#/components/schemas/Person' }] },
            note: { type: 'string' },
          },
        },
      },
    },
  }
}
