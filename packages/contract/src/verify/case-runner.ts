import { isObject } from '../json-pointer.ts'
import type { Operation } from '../operations.ts'
import { type Place, readPlace } from '../places.ts'
import type { CaseResult } from './case-result.ts'
import type { AnswerChecker } from './check-answer.ts'
import type { NoAnswer } from './exchange.ts'
import type { Finding } from './finding.ts'
import { judge } from './judge-answer.ts'
import type { Mask } from './mask.ts'
import { type SendMeans, sendCase } from './send-case.ts'
import type { VerificationCase } from './verification-case.ts'

/** The result, and what a successful token operation has brought. */
interface Ran {
  readonly result: CaseResult
  readonly accessToken?: string | undefined
  readonly refreshToken?: string | undefined
}

export interface CaseRunner {
  readonly results: readonly CaseResult[]
  run(one: VerificationCase): Promise<Ran>
  skip(operation: Operation, name: string, reason: string): void
}

/** What a runner works with. */
export interface RunnerMeans extends SendMeans {
  readonly mask: Mask
  readonly checkers: ReadonlyMap<Operation, AnswerChecker>
}

export function createCaseRunner(means: RunnerMeans): CaseRunner {
  const { options, clock, mask, checkers } = means
  const results: CaseResult[] = []

  function keep(
    operation: Operation,
    name: string,
    rest: Partial<CaseResult> & Pick<CaseResult, 'outcome'>,
  ): CaseResult {
    const { id, document, method, path } = operation
    const result: CaseResult = {
      ...{ documentId: document.id, operation: id, method, path, case: name },
      ...{ durationMs: 0, findings: [], notes: [] },
      ...rest,
    }
    results.push(result)
    options.onResult?.(result)
    return result
  }

  return {
    results,
    skip: (operation, name, reason) => void keep(operation, name, { outcome: 'skipped', reason }),
    async run(one) {
      const { operation, name } = one
      const { answer, startedAt } = await sendCase(one, means)
      const durationMs = Math.max(clock.now() - startedAt, 0)
      if ('failure' in answer) {
        const finding = noAnswer(operation, answer)
        return { result: keep(operation, name, { outcome: 'inconclusive', durationMs, findings: [finding] }) }
      }
      const checked = await (checkers.get(operation) as AnswerChecker)(answer)
      const read = (place?: Place) =>
        readPlace(place, { ...answer, query: new URLSearchParams(), content: checked.content })
      const sent = read(operation.token?.token.accessToken)
      const refreshToken = read(operation.token?.token.refreshToken)
      mask.add(sent, refreshToken)
      // A token may have moved or come under another name.
      if (operation.token) mask.add(...longTexts(checked.content))
      // RFC 6750 section 2.1, and what no header can carry.
      const accessToken = sent !== undefined && /^[\x21-\x7e]+$/.test(sent) ? sent : undefined
      const { outcome, findings } = judge(one, answer, checked, accessToken)
      const cleaned = { findings: findings.map(cleanFinding), notes: checked.notes.map(cleanFinding) }
      const result = keep(operation, name, { outcome, status: answer.status, durationMs, ...cleaned })
      return answer.status < 300 ? { result, accessToken, refreshToken } : { result }
    },
  }

  // The rest of a finding comes from the document.
  function cleanFinding(finding: Finding): Finding {
    return { ...finding, at: mask.clean(finding.at), received: mask.clean(finding.received) }
  }
}

function noAnswer({ node }: Operation, { failure }: NoAnswer): Finding {
  return { kind: 'no-answer', pointer: node.pointer, at: '/status', expected: 'must come', received: failure }
}

function longTexts(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return value.length < 16 ? [] : [value]
  return isObject(value) && depth < 8 ? Object.values(value).flatMap((one) => longTexts(one, depth + 1)) : []
}
