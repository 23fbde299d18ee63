import type { DocumentedFact } from '../documented-fact.ts'
import { choice } from '../shape.ts'

const json = 'application/json'
// The pages write `api_base_path`.
const api = 'https://api.gogox.example'

export const facts: readonly DocumentedFact[] = [
  {
    operation: 'gogox#createToken',
    source:
      'https://sg-docs.gogox.com/docs/authentication-1 (seed 002); 401: https://sg-docs.gogox.com/reference/errors, whose texts are those of Doorkeeper (RFC 6749 section 5.2)',
    request: {
      method: 'POST',
      url: `${api}/oauth/token`,
      mediaType: json,
      body: {
        client_id: 'made-up-id',
        client_secret: 'made-up-secret',
        grant_type: choice('client_credentials'),
      },
    },
    answers: [
      {
        status: 200,
        mediaType: json,
        // Doorkeeper leaves out what is blank, the lifetime too.
        body: { access_token: 'made-up', 'token_type?': 'Bearer', 'expires_in?': 7200 },
      },
      { status: 401, mediaType: json, body: { error: 'invalid_client', 'error_description?': 'A text.' } },
    ],
  },
  {
    operation: 'gogox#getOrder',
    source:
      'https://hk-docs.gogox.com/reference/webhooks: the call, and the order in `data` of its sample; errors: https://sg-docs.gogox.com/reference/errors',
    request: { method: 'GET', url: `${api}/api/v2/orders/made-up`, credentials: 'Bearer' },
    answers: [
      {
        status: 200,
        mediaType: json,
        // The Singapore sample has no id.
        body: { 'id?': 1, uuid: 'made-up', status: 'pending', 'vehicle_type?': 'van' },
      },
      { status: 401 },
      { status: 403 },
    ],
  },
]
