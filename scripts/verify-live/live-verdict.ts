import type { CaseResult, VerificationReport } from '@latchkey/contract'

/**
 * | verdict | what the provider has done | exit status |
 * | --- | --- | --- |
 * | `kept` | answered as its documents say | 0 |
 * | `drift` | answered otherwise | 1 |
 * | `refused` | did not take the credentials, and nothing else differs | 2 |
 * | `inconclusive` | not answered, or not in a way that can be judged | 2 |
 */
export type LiveVerdict = VerificationReport['outcome'] | 'refused'

export function verdictOf({ outcome, results }: VerificationReport): LiveVerdict {
  const drifts = results.filter((result) => result.outcome === 'drift')
  const isRefusal =
    drifts.some(isRefusedGrant) && drifts.every((drift) => isRefusedGrant(drift) || isClosed(drift))
  return isRefusal && !results.some(isGranted) ? 'refused' : outcome
}

/** A secret that has expired is no news about the document. A provider that takes secrets otherwise looks the same from here. */
function isRefusedGrant({ case: name, status = 0 }: CaseResult): boolean {
  return name.startsWith('grant ') && status >= 400 && status < 500
}

/** An operation that the client opens by itself, without a token. */
function isClosed({ case: name, status }: CaseResult): boolean {
  return name.startsWith('documented request') && status === 401
}

function isGranted({ case: name, outcome }: CaseResult): boolean {
  return name.startsWith('grant ') && outcome === 'kept'
}

export const adviceOf: Readonly<Record<LiveVerdict, string>> = {
  kept: 'answers as its documents say.',
  drift: 'differs from its documents: read its page again, then correct the spec.',
  refused: 'refuses the credentials: renew them, unless its page has a new way to send them.',
  inconclusive: 'could not be judged: see the findings, and try again later.',
}
