export {
  type AccessToken,
  createMemoryStore,
  encryptStore,
  type FetchMiddleware,
  isLatchkeyError,
  LatchkeyError,
  type LatchkeyErrorCode,
  type OnEvent,
  type Secret,
  type TokenEvent,
  type TokenSource,
  type TokenStore,
} from '@latchkey/auth-core'
export {
  createGenuinClient,
  type GenuinClient,
  type GenuinCredentials,
  type GenuinOptions,
  type GenuinPaths,
} from './client.ts'
export type { components, operations, paths } from './generated/openapi.ts'
