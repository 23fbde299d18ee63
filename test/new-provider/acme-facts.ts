import type { DocumentedFact } from '../facts/documented-fact.ts'
import { choice } from '../facts/shape.ts'

const json = 'application/json'
const orders = 'https://api.acme.example/v1/orders'
const token = { access_token: 'made-up', token_type: 'Bearer', expires_in: 3600 }
const order = { id: 'made-up', status: choice('open', 'sent') }

/** What the pages of Acme say of each operation: written from them, and not from the spec. */
export const facts: readonly DocumentedFact[] = [
  {
    operation: 'acme#createToken',
    source: 'https://docs.acme.example/authentication',
    request: {
      method: 'POST',
      url: 'https://login.acme.example/oauth2/token',
      credentials: 'Basic',
      mediaType: 'application/x-www-form-urlencoded',
      body: { grant_type: choice('client_credentials') },
    },
    answers: [
      { status: 200, mediaType: json, body: token },
      { status: 400, mediaType: json, body: { error: 'invalid_request' } },
      { status: 401, mediaType: json, body: { error: 'invalid_client' } },
    ],
  },
  {
    operation: 'acme#listOrders',
    source: 'https://docs.acme.example/orders',
    request: { method: 'GET', url: orders, credentials: 'Bearer', query: { status: choice('open', 'sent') } },
    answers: [{ status: 200, mediaType: json, body: [order] }, { status: 401 }],
  },
  {
    operation: 'acme#placeOrder',
    source: 'https://docs.acme.example/orders',
    request: { method: 'POST', url: orders, credentials: 'Bearer', mediaType: json, body: { article: 'a' } },
    answers: [{ status: 200, mediaType: json, body: order }, { status: 401 }],
  },
]
