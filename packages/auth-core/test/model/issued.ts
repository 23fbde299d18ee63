/** An access token as the server knows it, and what the client has been told of it. Instants are elapsed milliseconds. */
export interface Issued {
  readonly value: string
  readonly subject: string
  readonly lifetimeMs: number | undefined
  /** What came with it. */
  readonly refreshToken: string | undefined
  readonly issuedAt: number
  /** Which client secret it was got with. */
  readonly generation: number
  revoked: boolean
  /** When its answer reached the client. */
  deliveredAt: number | undefined
  /** The client has been told by a 401 that it is no good. */
  rejected: boolean
  /** The client found it in the store, written by a process before it. */
  inherited: boolean
}

/** Without a lifetime a token is used for the default `maxAgeMs`. */
const MAX_AGE_MS = 3_600_000

export function isGood(issued: Issued, now: number): boolean {
  const { lifetimeMs, issuedAt, revoked } = issued
  return !revoked && (lifetimeMs === undefined || now < issuedAt + lifetimeMs)
}

/** From when on B05 forbids to hand it out. */
export function usableUntil({ lifetimeMs, deliveredAt = 0 }: Issued): number {
  if (lifetimeMs === undefined) return deliveredAt + MAX_AGE_MS
  return deliveredAt + lifetimeMs - Math.min(30_000, lifetimeMs / 10)
}

/** The same, but another process judges by the record, which may have taken a moment to be written. */
export function endsAt(issued: Issued): number {
  const { lifetimeMs, deliveredAt = 0, inherited } = issued
  return inherited && lifetimeMs !== undefined ? deliveredAt + lifetimeMs : usableUntil(issued)
}

/** From when on B05 lets it be refreshed: 1.6 times the default window of a quarter. */
export function refreshableFrom(issued: Issued): number {
  const { lifetimeMs, deliveredAt = 0 } = issued
  return lifetimeMs === undefined ? usableUntil(issued) : deliveredAt + lifetimeMs * 0.6
}
