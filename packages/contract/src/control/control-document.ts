import { controlSchemas } from './control-schemas.ts'

type ControlSchema = keyof typeof controlSchemas

const schema = (name: ControlSchema) => ({ $ref: `#/components/schemas/${name}` })
const json = (content: object) => ({ 'application/json': { schema: content } })

const refused = {
  '400': { $ref: '#/components/responses/Refused' },
  '403': { $ref: '#/components/responses/Stranger' },
}

/** An operation that changes something, and answers nothing. */
function change(operationId: string, summary: string, body?: ControlSchema, required = true) {
  return {
    operationId,
    summary,
    ...(body && { requestBody: { required, content: json(schema(body)) } }),
    responses: { '204': { description: 'Done.' }, ...refused },
  }
}

/** An operation that tells something. */
function tell(operationId: string, summary: string, content: object, parameters: readonly object[] = []) {
  return {
    operationId,
    summary,
    ...(parameters.length > 0 && { parameters }),
    responses: { '200': { description: 'As it stands now.', content: json(content) }, ...refused },
  }
}

/** The control API, in OpenAPI 3.1. The server and the checks of its requests are made from it. */
export const controlDocument = {
  openapi: '3.1.1',
  info: {
    title: 'Latchkey sandbox control',
    version: '1.0.0',
    description:
      'Drives a sandbox from tests in any language. It listens on 127.0.0.1 only and refuses browsers. It gives out the tokens and the requests of the sandbox; there is nothing real behind them.',
    license: { name: 'MIT', identifier: 'MIT' },
    'x-id': 'control',
  },
  servers: [{ url: 'http://127.0.0.1' }],
  security: [],
  paths: {
    '/openapi.json': { get: tell('getDocument', 'This document', { type: 'object' }) },
    '/origins': {
      get: tell('getOrigins', 'Where the documented servers are on this machine', schema('Origins')),
    },
    '/url': {
      get: tell(
        'getUrl',
        'A documented URL with its origin replaced by the loopback origin',
        {
          type: 'object',
          required: ['url'],
          properties: { url: { type: 'string' } },
          additionalProperties: false,
        },
        [
          {
            name: 'documented',
            in: 'query',
            required: true,
            schema: { type: 'string' },
            description: 'The documented URL.',
          },
        ],
      ),
    },
    '/revoke-all': {
      post: change(
        'revokeAll',
        'Revoke every access token; the refresh tokens too if told so',
        'RevokeAll',
        false,
      ),
    },
    '/expire-all': { post: change('expireAll', 'Let every access token expire') },
    '/faults': {
      post: change('addFault', 'Let requests fail from now on', 'Fault'),
      delete: change('clearFaults', 'Clear all faults'),
    },
    '/delays': {
      post: change('addDelay', 'Wait before each answer', 'Delay'),
      delete: change('clearDelays', 'Clear all delays'),
    },
    '/requests': {
      get: tell(
        'getRequests',
        'Every request since the start, in the order of arrival',
        { type: 'array', items: schema('RecordedRequest') },
        [
          {
            name: 'from',
            in: 'query',
            schema: { type: 'integer', minimum: 0, default: 0 },
            description: 'How many of the first to leave out.',
          },
        ],
      ),
    },
    '/issued': {
      get: tell('getIssued', 'Every token that was issued', { type: 'array', items: schema('IssuedToken') }),
    },
    '/reuses': {
      get: tell('getReuses', 'Each time that a spent refresh token was presented again', {
        type: 'array',
        items: schema('RefreshTokenReuse'),
      }),
    },
    '/close': { post: change('close', 'End the sandbox and this API') },
  },
  components: {
    schemas: controlSchemas,
    responses: {
      Refused: { description: 'The request is not understood.', content: json(schema('Error')) },
      Stranger: {
        description: 'The request was made by a browser, or for another host.',
        content: json(schema('Error')),
      },
    },
  },
}
