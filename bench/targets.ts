/** What a figure may be. What each one means, and why it is asked for: bench/README.md. */
export interface Target {
  /** The file under `rows/` that measures it. */
  readonly row: string
  readonly what: string
  readonly unit: 'x' | 'ns' | 'ms' | 'B' | 'count'
  readonly atMost: number
  /** Counts only: anything else is wrong, less too. */
  readonly exactly?: true
}

export const targets = {
  token: { row: 'cached-token', what: 'cached getToken', unit: 'x', atMost: 2 },
  fetch: { row: 'auth-fetch', what: 'auth fetch', unit: 'x', atMost: 3 },
  fetchAdds: { row: 'auth-fetch', what: 'auth fetch adds', unit: 'ns', atMost: 120 },
  typedGet: { row: 'typed-client', what: 'typed GET', unit: 'x', atMost: 1.2 },
  typedPost: { row: 'typed-client', what: 'typed POST', unit: 'x', atMost: 1.2 },
  middlewareGet: { row: 'typed-client', what: 'typed GET, authMiddleware', unit: 'x', atMost: 1.4 },
  middlewarePost: { row: 'typed-client', what: 'typed POST, authMiddleware', unit: 'x', atMost: 1.4 },
  loopback: { row: 'loopback', what: 'request on live loopback', unit: 'x', atMost: 1.05 },
  coldCalls: {
    row: 'cold-callers',
    what: '1,000 cold callers: token calls',
    unit: 'count',
    atMost: 1,
    exactly: true,
  },
  coldWall: { row: 'cold-callers', what: '1,000 cold callers: wall', unit: 'x', atMost: 1.05 },
  shortCalls: { row: 'short-tokens', what: '2 s tokens for 10 s: token calls', unit: 'count', atMost: 6 },
  shortStalled: {
    row: 'short-tokens',
    what: '2 s tokens for 10 s: stalled requests',
    unit: 'count',
    atMost: 0,
  },
  revokedCalls: {
    row: 'revoked-posts',
    what: '200 revoked POSTs: token calls',
    unit: 'count',
    atMost: 1,
    exactly: true,
  },
  revokedLost: {
    row: 'revoked-posts',
    what: '200 revoked POSTs: bodies not intact',
    unit: 'count',
    atMost: 0,
  },
  refusedAtOnce: {
    row: 'refused-for-ever',
    what: '401 for ever, 50 at once: token calls',
    unit: 'count',
    atMost: 1,
  },
  refusedInARow: {
    row: 'refused-for-ever',
    what: '401 for ever, 20 in a row: token calls',
    unit: 'count',
    atMost: 1,
  },
  outageFailed: {
    row: 'endpoint-outage',
    what: '503 for 3 s, token valid: failed',
    unit: 'count',
    atMost: 0,
  },
  outageCalls: {
    row: 'endpoint-outage',
    what: '503 for 3 s, token valid: token calls',
    unit: 'count',
    atMost: 3,
  },
  deadFailed: { row: 'endpoint-outage', what: '503 for 3 s, token dead: failed', unit: 'count', atMost: 0 },
  deadCalls: {
    row: 'endpoint-outage',
    what: '503 for 3 s, token dead: token calls',
    unit: 'count',
    atMost: 8,
  },
  deadRecovery: {
    row: 'endpoint-outage',
    what: '503 for 3 s, token dead: recovery',
    unit: 'ms',
    atMost: 500,
  },
  appSize: { row: 'size-and-import', what: 'app with one provider, brotli', unit: 'B', atMost: 8_000 },
  coreSize: { row: 'size-and-import', what: "auth-core's root, brotli", unit: 'B', atMost: 5_000 },
  importTime: { row: 'size-and-import', what: 'import of a provider adds', unit: 'ms', atMost: 4 },
  userBytes: { row: 'many-users', what: '100,000 users: bytes each', unit: 'B', atMost: 520 },
  userLookUp: { row: 'many-users', what: '100,000 users: look-up', unit: 'x', atMost: 1.3 },
} as const satisfies Record<string, Target>

export type FigureName = keyof typeof targets
