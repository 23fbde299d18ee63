const objects = { type: 'object', additionalProperties: { type: 'object' } }
const operation = { $ref: '#/$defs/operation' }

/** The frame that every OpenAPI 3.1 document has; `pnpm specs:lint` checks the rest. */
export const documentShape = {
  type: 'object',
  required: ['openapi', 'info', 'paths'],
  properties: {
    openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
    info: {
      type: 'object',
      required: ['title', 'version'],
      properties: { title: { type: 'string' }, version: { type: 'string' } },
    },
    servers: { $ref: '#/$defs/servers' },
    security: { type: 'array', items: { type: 'object' } },
    paths: { type: 'object', additionalProperties: { $ref: '#/$defs/pathItem' } },
    components: objects,
  },
  $defs: {
    servers: {
      type: 'array',
      items: { type: 'object', required: ['url'], properties: { url: { type: 'string' } } },
    },
    parameters: { type: 'array', items: { type: 'object' } },
    pathItem: {
      type: 'object',
      properties: {
        servers: { $ref: '#/$defs/servers' },
        parameters: { $ref: '#/$defs/parameters' },
        get: operation,
        put: operation,
        post: operation,
        delete: operation,
        options: operation,
        head: operation,
        patch: operation,
        trace: operation,
      },
    },
    operation: {
      type: 'object',
      required: ['operationId', 'responses'],
      properties: {
        operationId: { type: 'string', pattern: '^[a-z][A-Za-z0-9]*$' },
        servers: { $ref: '#/$defs/servers' },
        security: { type: 'array', items: { type: 'object' } },
        parameters: { $ref: '#/$defs/parameters' },
        requestBody: { type: 'object' },
        responses: objects,
      },
    },
  },
}
