import { isDeepStrictEqual } from 'node:util'
import { createSandbox, type Sandbox } from '@latchkey/contract'
import { coverageOf } from '../../test/contract-coverage/coverage-report.ts'
import { documentedOperations } from '../../test/contract-coverage/documented-operation.ts'
import { exchangeValidator } from '../../test/contract-coverage/exchange-validator.ts'
import {
  type Judged,
  judgeAnswers,
  judgeBrokenRequests,
  judgeRequests,
} from '../../test/contract-coverage/judge-visits.ts'
import { loadCalls } from '../../test/contract-coverage/provider-calls.ts'
import { sandboxStage } from '../../test/contract-coverage/stages.ts'
import { tour } from '../../test/contract-coverage/tour.ts'
import { factProblems } from '../../test/facts/fact-problems.ts'
import { loadFacts } from '../../test/facts/load-facts.ts'
import { runClient } from '../../test/seeds/run-client.ts'
import { seeds } from '../../test/seeds/seeds.ts'
import { expectedRequest, shownRequest } from '../../test/seeds/shown-request.ts'
import { client, user } from '../../test/seeds/start-sandbox.ts'
import { exampleValidator, findExamples } from '../../test/spec-examples.ts'
import type { Spec } from '../generate/read-specs.ts'
import { checkSpecs } from '../generate/spec-rules.ts'

/** Our documents, of which one is mutated. */
interface Suspects {
  readonly specs: readonly Spec[]
  readonly mutated: Spec
}

/** Tests about the documents, run in this process: what they find first, or undefined. */
export type Judge = (suspects: Suspects) => Promise<string | undefined>

const facts = await loadFacts()
const calls = await loadCalls()

/**
 * The tests that say something of the documents, the fast ones first, each with where it stands. Left out is what any
 * change at all would trip: generated code that is stale.
 */
export const judges: Readonly<Record<string, Judge>> = {
  /** `pnpm specs:lint`, `test/specs.test.ts` */
  async rules({ specs }) {
    return checkSpecs(specs)[0]?.message
  },
  /** `test/specs.test.ts` */
  async examples({ mutated }) {
    const problemsOf = exampleValidator(mutated.document)
    return findExamples(mutated.document).flatMap(problemsOf)[0]
  },
  /** `test/facts.test.ts` */
  async facts({ mutated }) {
    const id = mutated.document.info['x-id']
    const own = facts.filter(({ operation }) => operation.startsWith(`${id}#`))
    return own.flatMap((fact) => factProblems(mutated.document, fact))[0]
  },
  /** `test/seeds/wire.test.ts` */
  async seeds(suspects) {
    const documents = documentsOf(suspects)
    for (const [, example] of seeds) {
      if (example.provider !== suspects.mutated.packageName) continue
      const sandbox = await createSandbox(documents, { clients: [client], users: [user] })
      try {
        await runClient(example, sandbox)
        const problem = requestProblem(example, sandbox)
        if (problem !== undefined) return problem
      } finally {
        await sandbox.close()
      }
    }
    return undefined
  },
  /** `test/contract-coverage.test.ts` */
  async coverage(suspects) {
    const operations = new Map(
      specsOf(suspects).flatMap(({ document }) => {
        const validator = exchangeValidator(document)
        return documentedOperations(document).map((operation) => [operation, validator] as const)
      }),
    )
    const stage = await sandboxStage(documentsOf(suspects))
    const visits = await tour(stage, [...operations.keys()], calls).finally(() => stage.close())
    const isWrong = ({ problems }: Judged) => problems.length > 0
    const wrong = [
      ...judgeRequests(visits, operations).filter(isWrong),
      ...judgeAnswers(visits, operations, 'sandbox').filter(isWrong),
      ...judgeBrokenRequests(visits, operations).filter((one) => !isWrong(one) || one.status < 400),
    ]
    const missed = coverageOf([...operations.keys()], { sandbox: visits, handlers: visits }).filter(
      ({ exchanges }) => exchanges.sandbox === 0,
    )
    if (wrong[0] !== undefined) return `${wrong[0].operation}, ${wrong[0].status}: ${wrong[0].problems[0]}`
    return missed[0] && `${missed[0].operation} does not answer ${missed[0].status}`
  },
}

function specsOf({ specs, mutated }: Suspects): Spec[] {
  return specs.filter(({ packageName }) => packageName === mutated.packageName)
}

function documentsOf(suspects: Suspects): object[] {
  return specsOf(suspects).map(({ document }) => document)
}

type Seed = (typeof seeds)[number][1]

function requestProblem(example: Seed, sandbox: Sandbox): string | undefined {
  const recorded = sandbox.requests.findLast(
    ({ documentId, operationId }) => `${documentId}#${operationId}` === example.operation,
  )
  if (recorded === undefined) return `${example.name}: not called`
  if (recorded.status !== example.answer.status) return `${example.name}: ${recorded.status}`
  if (recorded.violations.length > 0) return `${example.name}: ${recorded.violations[0]?.message}`
  const isShown = isDeepStrictEqual(
    shownRequest(example, sandbox, recorded),
    expectedRequest(example, sandbox),
  )
  return isShown ? undefined : `${example.name}: another request`
}
