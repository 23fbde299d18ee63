/** A part of auth-core that an app may use alone. */
interface Part {
  readonly from: string
  /** A string of its code, which minifying leaves. @default its name, which its messages begin with */
  readonly mark?: string
  /** Whether no worker can have it. @default false */
  readonly isForNode?: boolean
  /** The other parts that it stands on. */
  readonly needs?: readonly string[]
}

const ROOT = '@latchkey/auth-core'

export const parts: Readonly<Record<string, Part>> = {
  createMemoryStore: { from: ROOT },
  encryptStore: { from: ROOT },
  createTokenSource: { from: ROOT, needs: ['createMemoryStore'] },
  createAuthFetch: { from: ROOT },
  createProviderClient: { from: `${ROOT}/openapi` },
  createFileStore: { from: `${ROOT}/node`, isForNode: true },
  openTelemetry: { from: `${ROOT}/opentelemetry` },
  isLatchkeyError: { from: ROOT, mark: 'latchkey.error' },
}

/** All of a provider's client that could be used alone. */
export const needsOfProviders = ['createTokenSource', 'createMemoryStore']

/** What is wrong with the parts that a bundle holds: one that is used is gone, or one that is not is there. */
export function partProblems(code: string, used: readonly string[]): string[] {
  const wanted = new Set([...used, 'isLatchkeyError'])
  return Object.entries(parts).flatMap(([name, { mark = name }]) => {
    if (code.includes(mark) && !wanted.has(name)) return [`it holds ${name}, which nothing uses`]
    return !code.includes(mark) && used.includes(name) ? [`it lacks "${mark}", the mark of ${name}`] : []
  })
}
