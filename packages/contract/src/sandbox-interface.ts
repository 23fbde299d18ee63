import type { Faults } from './faults.ts'
import type { RecordedRequest } from './recorded-request.ts'
import type { IssuedToken, RefreshTokenReuse } from './token-service.ts'

/** A running sandbox: one HTTP server for each server origin of its documents; tokens are shared between them. */
export interface Sandbox {
  /**
   * The loopback origin, such as `http://127.0.0.1:41234`, of a documented server URL, its template or its origin.
   *
   * @throws {SandboxError} when no document has the server
   */
  origin(serverUrl: string): string
  /**
   * The documented URL with its origin replaced by the loopback origin.
   *
   * @throws {SandboxError} when no document has the server
   */
  url(documentedUrl: string): string
  /** The loopback origin of each documented server origin. */
  readonly origins: ReadonlyMap<string, string>
  /** The origin of the control API; undefined unless it was asked for. */
  readonly controlOrigin: string | undefined
  /**
   * Revokes every access token at once; the refresh tokens too where `refreshTokens` is true.
   *
   * @throws {SandboxError} when a member is unknown or wrong
   */
  revokeAll(including?: { readonly refreshTokens?: boolean }): void
  /** Lets every access token expire at once; refresh tokens do not expire. */
  expireAll(): void
  /**
   * Lets requests fail from now on. A later fault for the same `on` takes its place; of several that fit, the one for
   * the operation goes before `token` and `api`, and those before the one for every request. `undefined` clears them all.
   *
   * @throws {SandboxError} when a member is unknown or wrong
   */
  fail: Faults['fail']
  /**
   * Waits before each answer; a number of milliseconds is for every request. Chosen like faults; `undefined` clears.
   *
   * @throws {SandboxError} when the operation is unknown or the time is no number
   */
  delay: Faults['delay']
  /** Every request since the start, in the order of arrival. */
  readonly requests: readonly RecordedRequest[]
  /** Every token that was issued, as it stands now. */
  readonly issued: readonly IssuedToken[]
  /** Each time that a spent refresh token was presented again, and what was revoked for it. */
  readonly reuses: readonly RefreshTokenReuse[]
  /** Ends every connection and server at once; a second call does nothing more. */
  close(): Promise<void>
}
