import { type Response, resolve, tokenOperationsOf } from '../openapi-document.ts'
import type { Spec } from '../read-specs.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** The examples that an `x-token-error` names are there in its response. */
export function tokenErrorExamples({ document }: Spec): SpecProblem[] {
  return tokenOperationsOf(document).flatMap(({ operation, pointer }) =>
    Object.entries(operation.responses ?? {}).flatMap(([status, node]) => {
      const response = resolve<Response>(document, node)
      return missingExamples(response ?? {}).map(({ refusal, example }) => ({
        pointer: [...pointer, 'responses', status, 'x-token-error', refusal],
        message: `the response has no example "${example}"`,
      }))
    }),
  )
}

function missingExamples({ 'x-token-error': refusals = {}, content = {} }: Response) {
  const known = Object.values(content).flatMap(({ examples = {} }) => Object.keys(examples))
  return Object.entries(refusals).flatMap(([refusal, example]) =>
    example === null || known.includes(example) ? [] : [{ refusal, example }],
  )
}
