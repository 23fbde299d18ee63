import type { Provider } from '../provider.ts'

/** `src/index.ts`: the client, and what its user needs of auth-core. */
export function indexSource({ type }: Provider): string {
  return `
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
  create${type}Client,
  type ${type}Client,
  type ${type}Credentials,
  type ${type}Options,
  type ${type}Paths,
} from './client.ts'
export type { components, operations, paths } from './generated/openapi.ts'
`
}
