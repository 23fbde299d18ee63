import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childOf, childrenOf } from '../scripts/contract-versions/sides.ts'
import { readSpecs } from '../scripts/generate/read-specs.ts'
import { coverageOf, writeCoverage } from './contract-coverage/coverage-report.ts'
import { type DocumentedOperation, documentedOperations } from './contract-coverage/documented-operation.ts'
import { type ExchangeValidator, exchangeValidator } from './contract-coverage/exchange-validator.ts'
import {
  type Judged,
  judgeAnswers,
  judgeBrokenRequests,
  judgeRequests,
} from './contract-coverage/judge-visits.ts'
import { loadCalls } from './contract-coverage/provider-calls.ts'
import { handlersStage, type Stage, sandboxStage } from './contract-coverage/stages.ts'
import { tour, type Visit } from './contract-coverage/tour.ts'

const root = join(import.meta.dirname, '..')
const { specs } = readSpecs(root)
const packages = [...new Set(specs.map(({ packageName }) => packageName))]
const operations: DocumentedOperation[] = []
const validators = new Map<DocumentedOperation, ExchangeValidator>()
const tours: Record<Stage['name'], Visit[]> = { sandbox: [], handlers: [] }

beforeAll(async () => {
  const calls = await loadCalls()
  for (const name of packages) {
    const documents = specs.filter(({ packageName }) => packageName === name).map(({ document }) => document)
    const found = documents.flatMap((document) => {
      const validator = exchangeValidator(document)
      const own = documentedOperations(document)
      for (const operation of own) validators.set(operation, validator)
      return own
    })
    operations.push(...found)
    for (const open of [sandboxStage, handlersStage]) {
      const stage = await open(documents)
      tours[stage.name].push(...(await tour(stage, found, calls).finally(() => stage.close())))
    }
  }
})

afterAll(() => writeCoverage(join(root, 'reports'), coverageOf(operations, tours)))

const isWrong = ({ problems }: Judged) => problems.length > 0

describe.each(['sandbox', 'handlers'] as const)('%s', (stage) => {
  test('every request of our clients keeps its document', () => {
    expect(judgeRequests(tours[stage], validators).filter(isWrong)).toEqual([])
  })

  test('a broken request breaks its document, and is refused', () => {
    const judged = judgeBrokenRequests(tours[stage], validators)
    expect(judged).not.toEqual([])
    expect(judged.filter((one) => !isWrong(one) || one.status < 400)).toEqual([])
  })

  test('every answer keeps its document', () => {
    expect(judgeAnswers(tours[stage], validators, stage).filter(isWrong)).toEqual([])
  })

  test('every documented status is answered, in every documented media type', () => {
    const rows = coverageOf(operations, tours)
    expect(rows.length).toBeGreaterThan(operations.length)
    expect(rows.filter(({ exchanges }) => exchanges[stage] === 0)).toEqual([])
  })

  test('every documented media type of a request is sent', () => {
    const sent = (operation: DocumentedOperation) =>
      tours[stage]
        .filter((visit) => visit.operation === operation)
        .map(({ exchange }) => exchange.request.headers.get('content-type')?.split(';', 1)[0])
    const missing = operations.flatMap((operation) =>
      childrenOf(childOf(operation.node, 'requestBody', 'content'))
        .filter(([mediaType]) => !sent(operation).includes(mediaType))
        .map(([mediaType]) => `${operation.name}: ${mediaType}`),
    )
    expect(missing).toEqual([])
  })
})
