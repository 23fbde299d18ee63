import type { Fetch } from '../../src/fetch.ts'
import type { Grant } from '../../src/grants/grant.ts'
import { operationGrant } from '../../src/grants/operation-grant.ts'
import { refreshToken } from '../../src/grants/refresh-token.ts'
import type { TokenOperation } from '../../src/token-operation.ts'
import { clientId } from './canary.ts'
import { userPassword } from './families.ts'

/** What a grant takes from the process that it lives in. */
interface GrantNeeds {
  readonly fetch: Fetch
  clientSecret(): Promise<string>
  /** The refresh token of the last sign-in. */
  seed(): Promise<string>
}

/** A client of the modelled server. */
export interface Configuration {
  readonly name: string
  /** Whose tokens it gets; an empty name stands for a grant that knows no subjects. */
  readonly subjects: readonly string[]
  readonly lifetimesMs: readonly number[] | undefined
  /** Whether it begins with a refresh token of a user who signed in. */
  readonly seeded?: true
  grant(needs: GrantNeeds): Grant
}

const tokenUrl = 'https://id.example/token'
const LIFETIMES_MS = [5_000, 60_000, 300_000, 3_600_000]

const oauth = {
  path: '',
  accept: 'application/json',
  contentType: 'application/x-www-form-urlencoded',
  client: 'client_secret_basic',
  grants: {
    client_credentials: { grantType: '$request.body#/grant_type', subject: '$request.header.x-user' },
    password: {
      grantType: '$request.body#/grant_type',
      username: '$request.body#/username',
      password: '$request.body#/password',
      subject: '$request.header.x-user',
    },
    refresh_token: {
      grantType: '$request.body#/grant_type',
      refreshToken: '$request.body#/refresh_token',
    },
  },
  token: {
    accessToken: '$response.body#/access_token',
    tokenType: '$response.body#/token_type',
    expiresIn: '$response.body#/expires_in',
    refreshToken: '$response.body#/refresh_token',
  },
} as const satisfies TokenOperation

/** As Genuin has it: a key in the body, the token in a header, no lifetime. */
const keyed = {
  path: '',
  accept: 'application/json',
  contentType: 'application/json',
  client: { id: '$request.body#/api_key', secret: '$request.body#/api_secret' },
  grants: { api_key: {} },
  token: { accessToken: '$response.header.x-access-token' },
} as const satisfies TokenOperation

export const configurations: readonly Configuration[] = [
  {
    name: 'client credentials',
    subjects: ['ann', 'ben'],
    lifetimesMs: LIFETIMES_MS,
    grant: ({ fetch, clientSecret }) =>
      operationGrant(oauth, 'client_credentials', { tokenUrl, clientId, clientSecret, fetch }),
  },
  {
    name: 'refresh with an initial grant',
    subjects: ['ann', 'ben'],
    lifetimesMs: LIFETIMES_MS,
    grant: ({ fetch, clientSecret }) =>
      refreshToken({
        initial: operationGrant(oauth, 'password', {
          tokenUrl,
          clientId,
          clientSecret,
          fetch,
          username: 'ann',
          password: userPassword,
        }),
      }),
  },
  {
    name: 'refresh token of a signed-in user',
    subjects: [''],
    lifetimesMs: LIFETIMES_MS,
    seeded: true,
    grant: ({ fetch, clientSecret, seed }) =>
      refreshToken({ tokenUrl, clientId, clientSecret, fetch, refreshToken: seed, subject: 'ann' }),
  },
  {
    name: 'no lifetime',
    subjects: [''],
    lifetimesMs: undefined,
    grant: ({ fetch, clientSecret }) =>
      operationGrant(keyed, 'api_key', { tokenUrl, clientId, clientSecret, fetch }),
  },
]
