import type { SeedAnswer, SeedExample } from './seed-example.ts'

const seed = '001_fce781c13147aa08.txt'

const passwordRequest = {
  method: 'POST',
  server: 'https://user.gini.net',
  path: '/oauth/token',
  query: { grant_type: 'password' },
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
    authorization: 'Basic Y2xpZW50LWlkOnNlY3JldA==',
  },
  body: { username: 'some_user@example.com', password: 'supersecret' },
} as const

const answer: SeedAnswer = {
  status: 200,
  body: {
    access_token: '6c470ffa-abf1-41aa-b866-cd3be0ee84f4',
    token_type: 'bearer',
    expires_in: 3599,
  },
}

const placeholders = {
  'https://user.gini.net': 'origin',
  'user.gini.net': 'host',
  'Y2xpZW50LWlkOnNlY3JldA==': 'basic',
  'some_user@example.com': 'username',
  supersecret: 'password',
  '6c470ffa-abf1-41aa-b866-cd3be0ee84f4': 'accessToken',
} as const

const passwordByCurl: SeedExample = {
  seed,
  name: 'password by curl',
  provider: 'gini',
  operation: 'gini-user-center#createToken',
  kind: 'curl',
  text: "curl -v -X POST --data-urlencode 'username=some_user@example.com' --data-urlencode 'password=supersecret' -H 'Content-Type: application/x-www-form-urlencoded' -H 'Accept: application/json' -u 'client-id:secret' 'https://user.gini.net/oauth/token?grant_type=password'",
  arguments: [
    '-v',
    '-X',
    'POST',
    '--data-urlencode',
    'username=some_user@example.com',
    '--data-urlencode',
    'password=supersecret',
    '-H',
    'Content-Type: application/x-www-form-urlencoded',
    '-H',
    'Accept: application/json',
    '-u',
    'client-id:secret',
    'https://user.gini.net/oauth/token?grant_type=password',
  ],
  request: passwordRequest,
  placeholders: { ...placeholders, 'client-id:secret': 'credentials' },
  answer,
  readings: ['The command stands on the line of a comment (//): the comment ends before "curl".'],
}

const passwordByHttp: SeedExample = {
  seed,
  name: 'password by raw HTTP',
  provider: 'gini',
  operation: 'gini-user-center#createToken',
  kind: 'http',
  text: 'POST /oauth/token?grant_type=password HTTP/1.1 Authorization: Basic Y2xpZW50LWlkOnNlY3JldA== Host: user.gini.net Accept: application/json Content-Type: application/x-www-form-urlencoded username=some_user@example.com&password=supersecret',
  head: [
    'POST /oauth/token?grant_type=password HTTP/1.1',
    'Authorization: Basic Y2xpZW50LWlkOnNlY3JldA==',
    'Host: user.gini.net',
    'Accept: application/json',
    'Content-Type: application/x-www-form-urlencoded',
  ],
  content: 'username=some_user@example.com&password=supersecret',
  request: passwordRequest,
  placeholders,
  answer,
  readings: [
    'The line breaks are lost: one header a line, an empty line, the body.',
    'There is no Content-Length, without which HTTP/1.1 knows no body: the length of the body.',
    'The answer has no status: 200. A client that is configured so gets a refresh token besides, as the text says.',
  ],
}

const accessByHttp: SeedExample = {
  seed,
  name: 'access to documents by raw HTTP',
  provider: 'gini',
  operation: 'gini-pay-api#listDocuments',
  kind: 'http',
  text: 'GET /documents HTTP/1.1 Host: pay-api.gini.net Authorization: BEARER 6c470ffa-abf1-41aa-b866-cd3be0ee84f4 Accept: application/vnd.gini.v1+json Connection: close',
  head: [
    'GET /documents HTTP/1.1',
    'Host: pay-api.gini.net',
    'Authorization: BEARER 6c470ffa-abf1-41aa-b866-cd3be0ee84f4',
    'Accept: application/vnd.gini.v1+json',
    'Connection: close',
  ],
  request: {
    method: 'GET',
    server: 'https://pay-api.gini.net',
    path: '/documents',
    query: {},
    headers: {
      authorization: 'BEARER 6c470ffa-abf1-41aa-b866-cd3be0ee84f4',
      accept: 'application/vnd.gini.v1+json',
    },
  },
  placeholders: { 'pay-api.gini.net': 'host', '6c470ffa-abf1-41aa-b866-cd3be0ee84f4': 'accessToken' },
  answer: { status: 200 },
  after: passwordByHttp,
  readings: [
    'The line breaks are lost: one header a line.',
    'The scheme is BEARER: sent as it stands here, and as Bearer by our client; its case does not matter.',
    'No answer is shown: the success, in the media type that is accepted.',
  ],
}

const refreshByCurl: SeedExample = {
  seed,
  name: 'refresh token by curl',
  provider: 'gini',
  operation: 'gini-user-center#createToken',
  kind: 'curl',
  text: String.raw`curl -v -X POST --data-urlencode 'grant_type=refresh_token'\ --data-urlencode 'refresh_token=<refresh_token_received_from_token_api>' \ -H 'Content-Type: application/x-www-form-urlencoded' \ -H 'Accept: application/json' \ -u "client-id:client-secret" \ 'https://user.gini.net/oauth/token'`,
  arguments: [
    '-v',
    '-X',
    'POST',
    '--data-urlencode',
    'grant_type=refresh_token',
    '--data-urlencode',
    'refresh_token=<refresh_token_received_from_token_api>',
    '-H',
    'Content-Type: application/x-www-form-urlencoded',
    '-H',
    'Accept: application/json',
    '-u',
    'client-id:client-secret',
    'https://user.gini.net/oauth/token',
  ],
  request: {
    ...passwordRequest,
    query: {},
    headers: { ...passwordRequest.headers, authorization: 'Basic Y2xpZW50LWlkOmNsaWVudC1zZWNyZXQ=' },
    body: { grant_type: 'refresh_token', refresh_token: '<refresh_token_received_from_token_api>' },
  },
  placeholders: {
    'https://user.gini.net': 'origin',
    'client-id:client-secret': 'credentials',
    'Y2xpZW50LWlkOmNsaWVudC1zZWNyZXQ=': 'basic',
    '<refresh_token_received_from_token_api>': 'refreshToken',
  },
  answer: { status: 200, members: ['access_token'] },
  after: passwordByCurl,
  readings: [
    'The line breaks after the backslashes are lost: each backslash ends a line.',
    'No answer is shown: "a new access token", in the member that the other answers have it in.',
  ],
}

export const seed001: readonly SeedExample[] = [passwordByCurl, passwordByHttp, accessByHttp, refreshByCurl]
