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
  createGiniClient,
  type GiniAccount,
  type GiniClient,
  type GiniCredentials,
  type GiniDerivedUser,
  type GiniOptions,
  type GiniPaths,
} from './client.ts'
export type * as payApi from './generated/pay-api.openapi.ts'
export type * as userCenter from './generated/user-center.openapi.ts'
export {
  createGiniUserCenterClient,
  type GiniUserCenterClient,
  type GiniUserCenterCredentials,
  type GiniUserCenterOptions,
  type GiniUserCenterPaths,
} from './user-center-client.ts'
