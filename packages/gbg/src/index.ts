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
  createGbgClient,
  type GbgClient,
  type GbgCredentials,
  type GbgOptions,
  type GbgPaths,
  type GbgRegion,
} from './client.ts'
export type { components, operations, paths } from './generated/openapi.ts'
