import { responseFor } from '../answer.ts'
import { childOf } from '../documents.ts'
import { pointerOf } from '../places.ts'
import type { CaseOutcome } from './case-result.ts'
import type { CheckedAnswer } from './check-answer.ts'
import type { ServerAnswer } from './exchange.ts'
import type { Finding } from './finding.ts'
import { isAmong } from './refusal-cases.ts'
import type { VerificationCase } from './verification-case.ts'

interface Judgement {
  readonly outcome: CaseOutcome
  readonly findings: readonly Finding[]
}

/** What an answer says of the server. */
export function judge(
  one: VerificationCase,
  answer: ServerAnswer,
  checked: CheckedAnswer,
  token?: string,
): Judgement {
  const { expected } = one
  const { status } = answer
  const keys = keysOf(one)
  const isMeant = isAmong(status, keys) || (keys.includes('default') && status < 400)
  const findings = [...checked.findings]
  if (!isMeant) findings.unshift(statusFinding(one, answer, keys))
  if (status === 429 || status >= 500) return { outcome: 'inconclusive', findings: findings.slice(0, 1) }
  if (!isMeant && findings.length === 1 && isMissing(one, status))
    return { outcome: 'inconclusive', findings }
  if (isMeant && expected === 'success') findings.push(...tokenFindings(one, findings, token))
  return { outcome: findings.length > 0 ? 'drift' : 'kept', findings }
}

/** The documented way to say that what the example names is not there. */
function isMissing({ operation, mayBeMissing = false }: VerificationCase, status: number): boolean {
  return mayBeMissing && (status === 404 || status === 410) && responseFor(operation, status) !== undefined
}

/** The statuses that the document has for the case: of a success, all that it has from 200, else from 300. */
function keysOf({ operation, expected }: VerificationCase): readonly string[] {
  if (expected !== 'success') return expected
  const keys = [...operation.responses.keys()]
  const successes = keys.filter((key) => key.startsWith('2'))
  const others = keys.filter((key) => key.startsWith('3') || key === 'default')
  return successes.length > 0 ? successes : others
}

function statusFinding(
  { operation }: VerificationCase,
  answer: ServerAnswer,
  keys: readonly string[],
): Finding {
  return {
    kind: 'status',
    pointer: `${operation.node.pointer}/responses`,
    at: '/status',
    expected: `must be ${keys.join(' or ') || 'a documented status'}`,
    received: `${answer.status}${redirectOf(answer)}`,
  }
}

// Where a redirect leads may carry a code or a token.
function redirectOf({ status, headers }: ServerAnswer): string {
  return status >= 300 && status < 400 && headers['location'] !== undefined ? ', a redirect' : ''
}

/** The token must be where the extension says, whatever the schema asks for. */
function tokenFindings(
  { operation }: VerificationCase,
  found: readonly Finding[],
  token?: string,
): Finding[] {
  const place = operation.token?.token.accessToken
  if (place === undefined || token !== undefined) return []
  const at = pointerOf(place)
  if (found.some((finding) => finding.at === at || finding.kind === 'media-type')) return []
  const { pointer } = childOf(operation.node, 'x-token-operation', 'token', 'accessToken')
  return [
    { kind: 'token', pointer, at, expected: 'must be a token', received: 'none that a header can carry' },
  ]
}
