import type { SeedExample } from './seed-example.ts'

const seed = '000_693d8a0398f88397.txt'

const login: SeedExample = {
  seed,
  name: 'login by curl',
  provider: 'gini',
  operation: 'gini-pay-api#login',
  kind: 'curl',
  text: `curl -v -X POST -H 'X-User-Identifier: user1'
-H 'Accept: application/vnd.gini.v1+json'
-u 'client-id:secret' ''`,
  arguments: [
    '-v',
    '-X',
    'POST',
    '-H',
    'X-User-Identifier: user1',
    '-H',
    'Accept: application/vnd.gini.v1+json',
    '-u',
    'client-id:secret',
    'https://pay-api.gini.net/login',
  ],
  restored: ['https://pay-api.gini.net/login'],
  request: {
    method: 'POST',
    server: 'https://pay-api.gini.net',
    path: '/login',
    query: {},
    headers: {
      'x-user-identifier': 'user1',
      accept: 'application/vnd.gini.v1+json',
      authorization: 'Basic Y2xpZW50LWlkOnNlY3JldA==',
    },
  },
  placeholders: {
    'https://pay-api.gini.net': 'origin',
    'client-id:secret': 'credentials',
    'Y2xpZW50LWlkOnNlY3JldA==': 'basic',
    '6c470ffa-abf1-41aa-b866-cd3be0ee84f4': 'accessToken',
  },
  answer: {
    status: 200,
    body: {
      access_token: '6c470ffa-abf1-41aa-b866-cd3be0ee84f4',
      token_type: 'bearer',
      expires_in: 3599,
    },
  },
  readings: [
    "The URL is empty (''): https://pay-api.gini.net/login, as the page that the seed was taken from has it.",
    'The lines end without a backslash: one command.',
    'The answer has lost its braces and its status: a JSON object under 200.',
  ],
}

const access: SeedExample = {
  seed,
  name: 'access to a protected resource by curl',
  provider: 'gini',
  operation: 'gini-pay-api#listDocuments',
  kind: 'curl',
  text: `curl -v -X GET
-H 'Accept: application/vnd.gini.v1+json'
-H 'Authorization: Bearer b6c470ffa-abf1-41aa-b866-cd3be0ee84f'`,
  arguments: [
    '-v',
    '-X',
    'GET',
    '-H',
    'Accept: application/vnd.gini.v1+json',
    '-H',
    'Authorization: Bearer b6c470ffa-abf1-41aa-b866-cd3be0ee84f',
    'https://pay-api.gini.net/documents',
  ],
  restored: ['https://pay-api.gini.net/documents'],
  request: {
    method: 'GET',
    server: 'https://pay-api.gini.net',
    path: '/documents',
    query: {},
    headers: {
      accept: 'application/vnd.gini.v1+json',
      authorization: 'Bearer b6c470ffa-abf1-41aa-b866-cd3be0ee84f',
    },
  },
  placeholders: {
    'https://pay-api.gini.net': 'origin',
    'b6c470ffa-abf1-41aa-b866-cd3be0ee84f': 'accessToken',
  },
  answer: { status: 200 },
  after: login,
  readings: [
    'The token has a stray b in front and has lost its last digit: the token of the answer above.',
    'There is no URL: /documents, the first protected resource, which seed 001 names.',
    'The lines end without a backslash: one command.',
    'No answer is shown: the success, in the media type that is accepted.',
  ],
}

export const seed000: readonly SeedExample[] = [login, access]
