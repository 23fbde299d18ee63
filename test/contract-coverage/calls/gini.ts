import { createGiniClient, createGiniUserCenterClient } from '../../../packages/gini/src/index.ts'
import { user } from '../../seeds/start-sandbox.ts'
import { authenticationOf, type Means, type ProviderCalls } from '../provider-calls.ts'

const path = { id: '0d9d6f1e-3a52-11ef-9c6b-000000000000' }
const userPath = { userId: '0f3d1c2b-5a49-4e8f-9b7a-1d2e3f4a5b6c' }

function payApi({ fetch, headers = {}, tokens, clientId, clientSecret }: Means) {
  return tokens === undefined
    ? createGiniClient({ clientId, clientSecret, fetch, headers, user: { identifier: 'user1' } })
    : createGiniClient({ tokens, fetch, headers })
}

function userCenter({ fetch, headers = {}, ...means }: Means) {
  return createGiniUserCenterClient({ ...authenticationOf({ fetch, ...means }), fetch, headers })
}

export const calls: ProviderCalls = {
  'gini-pay-api#login': (means) => payApi(means).tokens.getToken(),
  'gini-pay-api#listDocuments': (means) =>
    payApi(means).GET('/documents', { params: { query: { limit: 20, next: 0 } } }),
  'gini-pay-api#getDocument': (means) => payApi(means).GET('/documents/{id}', { params: { path } }),
  async 'gini-user-center#createToken'({ fetch, clientId, clientSecret }) {
    await createGiniUserCenterClient({ clientId, clientSecret, fetch }).tokens.getToken()
    const { tokens } = createGiniClient({ clientId, clientSecret, fetch, user })
    await tokens.getToken()
    await tokens.getToken({ forceRefresh: true })
  },
  // Our clients send POST: RFC 6749 section 3.2.
  'gini-user-center#getClientToken': ({ fetch, clientId, clientSecret }) =>
    fetch('https://user.gini.net/oauth/token?grant_type=client_credentials', {
      headers: {
        accept: 'application/json',
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      },
    }),
  'gini-user-center#createUser': (means) =>
    userCenter(means).POST('/api/users', { body: { email: 'grace@example.com', password: 'made-up' } }),
  'gini-user-center#getUser': (means) =>
    userCenter(means).GET('/api/users/{userId}', { params: { path: userPath } }),
  'gini-user-center#updateUser': (means) =>
    userCenter(means).PUT('/api/users/{userId}', {
      params: { path: userPath },
      body: { oldPassword: 'made-up', password: 'another' },
    }),
}
