import type { DocumentedFact } from '../documented-fact.ts'
import { choice, type Shape } from '../shape.ts'

const json = 'application/json'
const tokenUrl = 'https://api.auth.gbgplc.com/as/token.oauth2'
const api = 'https://eu.platform.go.gbgplc.com/v2/captain'

// The sample of the page; RFC 6749 section 5.1 says which members there must be.
const token = {
  status: 200,
  mediaType: json,
  body: { access_token: 'made-up', token_type: 'Bearer', expires_in: 3600 },
}
// GBG's SDK has the statuses and no bodies; RFC 6749 section 5.2 has the body.
const refusals = [400, 401].map((status) => ({
  status,
  mediaType: json,
  body: { error: 'invalid_client', 'error_description?': 'A text.', 'error_uri?': 'A page.' },
}))

const form = 'application/x-www-form-urlencoded'
const client = { client_id: 'made-up-id', client_secret: 'made-up-secret' }

const envelope: Shape = {
  errors: [
    {
      code: '4002',
      name: 'MISSING_FIELD',
      location: choice('Body', 'Authorization', 'Path', 'Service'),
      problem: 'Something is missing.',
      action: 'Send it.',
    },
  ],
}
/**
 * https://docs.go.gbgplc.com/docs/go-v2/developer-integration/error-handling: the statuses, the body, the header. The
 * page says that every answer carries the header; our spec does not promise it.
 */
const errors = [400, 401, 403, 404, 405, 500, 503].map((status) => ({
  status,
  mediaType: json,
  headers: { 'X-Request-ID?': 'made-up' },
  body: envelope,
}))
const started = (status: number) => ({
  status,
  mediaType: json,
  headers: { 'X-Request-ID?': 'made-up' },
  body: {
    instanceId: 'made-up',
    'instanceUrl?': 'https://journey.example/made-up',
    'status?': 'started',
    'message?': 'Journey started.',
  },
})

export const facts: readonly DocumentedFact[] = [
  {
    operation: 'gbg#createToken',
    source:
      'https://docs.go.gbgplc.com/docs/go-v2/developer-integration/execute-customer-journeys/authenticate (seed 003)',
    request: {
      method: 'POST',
      url: tokenUrl,
      mediaType: form,
      body: { grant_type: choice('client_credentials'), ...client, scope: 'gbg.token' },
    },
    answers: [token, ...refusals],
  },
  {
    operation: 'gbg#createToken',
    source: 'GBG, "Generate access token" of the API reference (password grant)',
    request: {
      method: 'POST',
      url: tokenUrl,
      mediaType: form,
      body: { grant_type: choice('password'), ...client, username: 'grace', password: 'made-up' },
    },
    answers: [],
  },
  {
    operation: 'gbg#createToken',
    source: 'gbgplc/go-sample-backend-java, sdk-implementation/README.md (non-production tenants)',
    request: {
      method: 'POST',
      url: tokenUrl,
      mediaType: form,
      body: {
        grant_type: choice('password'),
        ...client,
        username: 'grace',
        password: 'made-up',
        'scope?': 'openid',
      },
    },
    answers: [],
  },
  {
    operation: 'gbg#startJourney',
    source:
      'https://docs.go.gbgplc.com/docs/go-v2/developer-integration/execute-customer-journeys/start-a-journey-step; 200: gbgplc/gbg-go-core-sdk',
    request: {
      method: 'POST',
      url: `${api}/journey/start`,
      credentials: 'Bearer',
      mediaType: json,
      body: {
        resourceId: 'made-up@latest',
        'context?': { 'config?': { 'delivery?': choice('page', 'api') }, 'subject?': {} },
      },
    },
    answers: [started(200), started(201), ...errors],
  },
  {
    operation: 'gbg#fetchJourneyState',
    source: 'https://docs.go.gbgplc.com/docs/go-v2/api-reference/endpoint/fetch-journey-state',
    request: {
      method: 'POST',
      url: `${api}/journey/state/fetch`,
      credentials: 'Bearer',
      mediaType: json,
      body: { instanceId: 'made-up', 'filterKeys?': ['/.*/'] },
    },
    answers: [
      {
        status: 200,
        mediaType: json,
        headers: { 'X-Request-ID?': 'made-up' },
        body: {
          instanceId: 'made-up',
          status: choice('InProgress', 'Completed', 'Failed', 'Paused'),
          'context?': {},
        },
      },
      ...errors,
    ],
  },
]
