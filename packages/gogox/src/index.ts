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
  createGogoxClient,
  type GogoxClient,
  type GogoxCredentials,
  type GogoxOptions,
  type GogoxPaths,
} from './client.ts'
export type { components, operations, paths } from './generated/openapi.ts'
