import { tokenOperationsOf } from '../openapi-document.ts'
import type { Spec } from '../read-specs.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** The security schemes that a grant's token opens are there, in this document or in the one that is named. */
export function tokenIssues(spec: Spec, all: readonly Spec[]): SpecProblem[] {
  return tokenOperationsOf(spec.document).flatMap(({ operation, pointer }) =>
    Object.entries(operation['x-token-operation'].grants).flatMap(([grant, { issues }]) =>
      issues.flatMap((issue, index) =>
        hasScheme(issue, spec, all)
          ? []
          : [
              {
                pointer: [...pointer, 'x-token-operation', 'grants', grant, 'issues', index],
                message: `there is no security scheme "${issue}"`,
              },
            ],
      ),
    ),
  )
}

function hasScheme(issue: string, spec: Spec, all: readonly Spec[]): boolean {
  const [scheme = '', documentId] = issue.split('#').reverse()
  const owner =
    documentId === undefined ? spec : all.find(({ document }) => document.info['x-id'] === documentId)
  return owner?.document.components?.securitySchemes?.[scheme] !== undefined
}
