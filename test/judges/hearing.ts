import type { JudgedRequest, Kind } from './judged-request.ts'
import type { Verdict } from './verdict.ts'

/** A request, what we make of it, and what the others do. */
export interface Heard {
  readonly request: Pick<JudgedRequest, 'operation' | 'kind' | 'name'>
  readonly ours: Verdict
  /** By the name of the judge. */
  readonly others: ReadonlyMap<string, Verdict>
}

/** Why a judge says something else than we do. All that is named here must hold. */
export interface Explanation {
  readonly judge: string
  readonly theirs: Verdict['is']
  readonly ours?: Verdict['is']
  readonly kinds?: readonly Kind[]
  /** Of the operation and what was done to its request, as the table shows them. */
  readonly only?: RegExp
  readonly because: string
}

export interface Disagreement {
  readonly heard: Heard
  readonly judge: string
  /** The first that holds. */
  readonly explanation: Explanation | undefined
}

/** Every verdict that is not ours. */
export function disagreementsOf(
  hearing: readonly Heard[],
  explanations: readonly Explanation[],
): Disagreement[] {
  return hearing.flatMap((heard) =>
    [...heard.others]
      .filter(([, verdict]) => verdict.is !== heard.ours.is)
      .map(([judge, theirs]) => ({
        heard,
        judge,
        explanation: explanations.find((one) => one.judge === judge && holds(one, heard, theirs)),
      })),
  )
}

function holds({ theirs, ours, kinds, only }: Explanation, heard: Heard, verdict: Verdict): boolean {
  return (
    theirs === verdict.is &&
    (ours ?? heard.ours.is) === heard.ours.is &&
    (kinds === undefined || kinds.includes(heard.request.kind)) &&
    (only === undefined || only.test(titleOf(heard)))
  )
}

function titleOf({ request }: Heard): string {
  return `${request.operation}: ${request.name}`
}

/** What must not be: documented requests that we refuse, verdicts without a reason, reasons without a verdict. */
export function problemsOf(hearing: readonly Heard[], explanations: readonly Explanation[]): string[] {
  const disagreements = disagreementsOf(hearing, explanations)
  const refused = hearing.filter(
    ({ request, ours }) => request.kind === 'documented' && ours.is !== 'accepted',
  )
  const unexplained = disagreements.filter(({ explanation }) => explanation === undefined)
  const idle = explanations.filter((one) => disagreements.every(({ explanation }) => explanation !== one))
  return [
    ...refused.map((heard) => `${titleOf(heard)}: documented, and ${heard.ours.is} by us.`),
    ...unexplained.map(
      ({ heard, judge }) =>
        `${titleOf(heard)}: ${heard.ours.is} by us, ${heard.others.get(judge)?.is} by ${judge}; find out who is right.`,
    ),
    ...idle.map(({ judge, because }) => `"${judge}: ${because}" explains nothing any more; remove it.`),
  ]
}
