import type { DocumentedOperation } from './documented-operation.ts'
import type { ExchangeValidator } from './exchange-validator.ts'
import type { Stage } from './stages.ts'
import type { Visit } from './tour.ts'

export type Validators = ReadonlyMap<DocumentedOperation, ExchangeValidator>

/** What one side of an exchange has against its document; nothing where it keeps it. */
export interface Judged {
  readonly operation: string
  readonly way: Visit['way']
  readonly status: number
  readonly problems: readonly string[]
}

/** The requests that are meant to keep their document. */
export function judgeRequests(visits: readonly Visit[], validators: Validators): Judged[] {
  return judge(
    visits.filter((visit) => !isBroken(visit)),
    'request',
    validators,
  )
}

/** The requests that are meant to break it. */
export function judgeBrokenRequests(visits: readonly Visit[], validators: Validators): Judged[] {
  return judge(
    visits.filter(({ way }) => way === 'fetch, broken request'),
    'request',
    validators,
  )
}

/** The answers. A handler says 400 to each violation, documented or not, so that the test of a consumer fails. */
export function judgeAnswers(
  visits: readonly Visit[],
  validators: Validators,
  stage: Stage['name'],
): Judged[] {
  const isItsOwn = (visit: Visit) =>
    stage === 'handlers' && isBroken(visit) && visit.exchange.response.status === 400
  return judge(
    visits.filter((visit) => !isItsOwn(visit)),
    'response',
    validators,
  )
}

function isBroken({ way }: Visit): boolean {
  return way === 'fetch, broken request' || way === 'fetch, other method'
}

function judge(visits: readonly Visit[], side: 'request' | 'response', validators: Validators): Judged[] {
  return visits.map(({ operation, way, exchange }) => {
    const validator = validators.get(operation) as ExchangeValidator
    const problems =
      side === 'request'
        ? validator.requestProblems(operation, exchange.request)
        : validator.responseProblems(operation, exchange.response)
    return { operation: operation.name, way, status: exchange.response.status, problems }
  })
}
