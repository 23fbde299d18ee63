import type { SeedExample } from './seed-example.ts'

const seed = '003_7119dc16de4f0289.txt'

const guide: SeedExample = {
  seed,
  name: 'client credentials by curl, in the guide',
  provider: 'gbg',
  operation: 'gbg#createToken',
  kind: 'curl',
  text: String.raw`curl --request POST \
  --url https://api.auth.gbgplc.com/as/token.oauth2 \
  --header 'Content-Type: application/x-www-form-urlencoded' \
  --data 'grant_type=client_credentials' \
  --data 'client_id=your-client-id' \
  --data 'client_secret=your-client-secret' \
  --data 'scope=gbg.token'`,
  arguments: [
    '--request',
    'POST',
    '--url',
    'https://api.auth.gbgplc.com/as/token.oauth2',
    '--header',
    'Content-Type: application/x-www-form-urlencoded',
    '--data',
    'grant_type=client_credentials',
    '--data',
    'client_id=your-client-id',
    '--data',
    'client_secret=your-client-secret',
    '--data',
    'scope=gbg.token',
  ],
  request: {
    method: 'POST',
    server: 'https://api.auth.gbgplc.com',
    path: '/as/token.oauth2',
    query: {},
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: {
      grant_type: 'client_credentials',
      client_id: 'your-client-id',
      client_secret: 'your-client-secret',
      scope: 'gbg.token',
    },
  },
  placeholders: {
    'https://api.auth.gbgplc.com': 'origin',
    'your-client-id': 'clientId',
    'your-client-secret': 'clientSecret',
    'your-access-token': 'accessToken',
  },
  answer: {
    status: 200,
    body: { access_token: 'your-access-token', token_type: 'Bearer', expires_in: 3600 },
  },
  readings: ['The answer has no status: 200.'],
}

const questions: SeedExample = { ...guide, name: 'client credentials by curl, in the FAQ' }

const journey = '{"resourceId":"7c9e6679a1b2c3d4e5f60718@latest","context":{"subject":{}}}'

const access: SeedExample = {
  seed,
  name: 'access with a bearer token',
  provider: 'gbg',
  operation: 'gbg#startJourney',
  kind: 'http',
  text: 'Bearer your-access-token',
  head: [
    'POST /v2/captain/journey/start HTTP/1.1',
    'Host: eu.platform.go.gbgplc.com',
    'Content-Type: application/json',
    'Authorization: Bearer your-access-token',
  ],
  content: journey,
  restored: [
    'POST /v2/captain/journey/start HTTP/1.1',
    'Host: eu.platform.go.gbgplc.com',
    'Content-Type: application/json',
    'Authorization:',
    journey,
  ],
  request: {
    method: 'POST',
    server: 'https://eu.platform.go.gbgplc.com',
    path: '/v2/captain/journey/start',
    query: {},
    headers: { 'content-type': 'application/json', authorization: 'Bearer your-access-token' },
    body: JSON.parse(journey),
  },
  placeholders: { 'eu.platform.go.gbgplc.com': 'host', 'your-access-token': 'accessToken' },
  answer: { status: 201 },
  after: guide,
  readings: [
    'The text shows the value of the Authorization header and no call: the next step that it names, Start a journey.',
    'No answer is shown: the success.',
  ],
}

export const seed003: readonly SeedExample[] = [guide, questions, access]
