import type { DocumentedFact } from '../documented-fact.ts'
import { choice, type Shape } from '../shape.ts'

const vendor = 'application/vnd.gini.v1+json'
const json = 'application/json'
const form = 'application/x-www-form-urlencoded'
const payApi = 'https://pay-api.gini.net'
const userCenter = 'https://user.gini.net'
const wiki = 'https://gini.atlassian.net/wiki/spaces/PA1/pages'

const token = { access_token: 'made-up', token_type: 'bearer', expires_in: 3599 }
/** 400 `invalid_grant` and 401: Gini's Android SDK; the body of 401: RFC 6749 section 5.2. */
const refused = (status: number) => ({
  status,
  mediaType: json,
  body: { error: 'invalid_grant', 'error_description?': 'A text.' },
})
const clientToken = { status: 200, mediaType: json, body: token }
const userToken = {
  status: 200,
  mediaType: json,
  body: { ...token, 'refresh_token?': 'made-up', 'scope?': 'read' },
}
/** RFC 6750 section 3.1: a token that is no good. Gini's pages do not say it of the User Center. */
const noToken = { status: 401 }
/** Of the Pay API in general: pages/36733064, "Submit Files". */
const payApiErrors = [401, 406, 503].map((status) => ({ status }))

const document: Shape = {
  id: 'made-up',
  'name?': 'invoice.pdf',
  'pageCount?': 1,
  'creationDate?': 1732147200000,
  'origin?': 'UPLOAD',
  'progress?': 'COMPLETED',
  'sourceClassification?': 'NATIVE',
  '_links?': { 'document?': 'https://pay-api.gini.net/documents/made-up' },
}

export const facts: readonly DocumentedFact[] = [
  {
    operation: 'gini-pay-api#login',
    source: 'https://e-commerce-api.gini.net/api/authentication/ (seed 000)',
    request: {
      method: 'POST',
      url: `${payApi}/login`,
      credentials: 'Basic',
      headers: { 'X-User-Identifier': 'user1' },
    },
    answers: [{ status: 200, mediaType: vendor, body: token }, ...payApiErrors],
  },
  {
    operation: 'gini-pay-api#listDocuments',
    source: 'https://gini.atlassian.net/wiki/x/3gAzAg',
    request: {
      method: 'GET',
      url: `${payApi}/documents`,
      credentials: 'Bearer',
      query: { 'limit?': 20, 'next?': 0 },
    },
    answers: [{ status: 200, mediaType: vendor, body: { documents: [document] } }, ...payApiErrors],
  },
  {
    operation: 'gini-pay-api#getDocument',
    source: `${wiki}/36798532/Check+Processing+Status+and+Get+Document+Information`,
    request: { method: 'GET', url: `${payApi}/documents/made-up`, credentials: 'Bearer' },
    answers: [{ status: 200, mediaType: vendor, body: document }, { status: 404 }, ...payApiErrors],
  },
  {
    operation: 'gini-user-center#getClientToken',
    source: `${wiki}/36798969/Authenticate+Client`,
    request: {
      method: 'GET',
      url: `${userCenter}/oauth/token`,
      credentials: 'Basic',
      query: { grant_type: choice('client_credentials') },
    },
    answers: [clientToken, refused(401)],
  },
  {
    operation: 'gini-user-center#createToken',
    source: 'gini/gini-mobile-android, UserService.kt: POST with an empty body',
    request: {
      method: 'POST',
      url: `${userCenter}/oauth/token`,
      credentials: 'Basic',
      query: { 'grant_type?': choice('client_credentials', 'password') },
    },
    answers: [clientToken, refused(400), refused(401)],
  },
  {
    operation: 'gini-user-center#createToken',
    source: `${wiki}/36733513: password (seed 001)`,
    request: {
      method: 'POST',
      url: `${userCenter}/oauth/token?grant_type=password`,
      credentials: 'Basic',
      mediaType: form,
      body: { username: 'grace@example.com', password: 'made-up' },
      isBodyOptional: true,
    },
    answers: [userToken],
  },
  {
    operation: 'gini-user-center#createToken',
    source: `${wiki}/36733513: refresh_token (seed 001)`,
    request: {
      method: 'POST',
      url: `${userCenter}/oauth/token`,
      credentials: 'Basic',
      mediaType: form,
      body: { grant_type: choice('refresh_token'), refresh_token: 'made-up' },
      isBodyOptional: true,
    },
    answers: [userToken],
  },
  {
    operation: 'gini-user-center#createUser',
    source: `${wiki}/36733539/Create+New+User`,
    request: {
      method: 'POST',
      url: `${userCenter}/api/users`,
      credentials: 'Bearer',
      mediaType: json,
      body: { email: 'grace@example.com', password: 'made-up' },
    },
    answers: [
      { status: 201, headers: { Location: 'https://user.gini.net/api/users/made-up' } },
      { status: 400 },
      noToken,
    ],
  },
  {
    operation: 'gini-user-center#getUser',
    source: `${wiki}/36831873/Retrieve+User+Information`,
    request: { method: 'GET', url: `${userCenter}/api/users/made-up`, credentials: 'Bearer' },
    answers: [{ status: 200, mediaType: json, body: { id: 'made-up', email: 'grace@example.com' } }, noToken],
  },
  {
    operation: 'gini-user-center#updateUser',
    source: `${wiki}/36799014/Change+User+s+Password+Email: a new password`,
    request: {
      method: 'PUT',
      url: `${userCenter}/api/users/made-up`,
      credentials: 'Bearer',
      mediaType: json,
      body: { oldPassword: 'made-up', password: 'another' },
    },
    answers: [noToken],
  },
  {
    operation: 'gini-user-center#updateUser',
    source: `${wiki}/36799014/Change+User+s+Password+Email: a new address`,
    request: {
      method: 'PUT',
      url: `${userCenter}/api/users/made-up`,
      credentials: 'Bearer',
      mediaType: json,
      body: { oldEmail: 'grace@example.com', email: 'hopper@example.com' },
    },
    answers: [],
  },
]
