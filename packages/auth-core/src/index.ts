export { type AuthFetchOptions, createAuthFetch } from './auth-fetch.ts'
export { checkKnown, checkUrl } from './check-options.ts'
export { type Clock, systemClock, type Timer } from './clock.ts'
export {
  type ErrorResponse,
  isLatchkeyError,
  LatchkeyError,
  type LatchkeyErrorCode,
  type LatchkeyErrorDetails,
} from './errors.ts'
export {
  type OnEvent,
  TOKEN_EVENT_TYPES,
  type TokenEvent,
  type TokenEvents,
  type TokenEventType,
} from './events.ts'
export type { Fetch } from './fetch.ts'
export { composeFetch, type FetchMiddleware } from './fetch-middleware.ts'
export { type ClientCredentialsOptions, clientCredentials } from './grants/client-credentials.ts'
export type { ClientOptions, GrantValues } from './grants/client-options.ts'
export { defineGrant, type GrantDefinition } from './grants/define-grant.ts'
export type { Grant, GrantContext } from './grants/grant.ts'
export { type OperationGrantOptions, operationGrant } from './grants/operation-grant.ts'
export { type PasswordOptions, password } from './grants/password.ts'
export { type InitialGrantOptions, refreshToken, type SeededRefreshOptions } from './grants/refresh-token.ts'
export type { EncodingOptions } from './grants/standard-operation.ts'
export type { ReplayOption } from './replay.ts'
export type { Secret } from './secret.ts'
export { staticToken } from './static-token.ts'
export { type EncryptStoreOptions, encryptStore } from './stores/encrypt-store.ts'
export type { EncryptionKey } from './stores/encryption-keys.ts'
export { createMemoryStore, type MemoryStoreOptions } from './stores/memory-store.ts'
export type { Lease, NewRecord, StoreCallOptions, StoredRecord, TokenStore } from './stores/token-store.ts'
export type { AccessToken, TokenResponse } from './token.ts'
export type { TokenEndpointAnswer, TokenRequest } from './token-endpoint.ts'
export type {
  GrantPlaces,
  Refusal,
  RequestPlace,
  ResponsePlace,
  TokenOperation,
  TokenOperationOf,
} from './token-operation.ts'
export {
  type CachingTokenSource,
  createTokenSource,
  type GetTokenOptions,
  type SubjectOptions,
  type TokenSource,
} from './token-source.ts'
export type { TokenCacheOptions, TokenSourceOptions, TokenTimingOptions } from './token-source-options.ts'
