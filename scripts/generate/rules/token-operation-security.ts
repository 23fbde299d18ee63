import { type FoundOperation, type OpenApiDocument, resolve, tokenOperationsOf } from '../openapi-document.ts'
import type { Spec } from '../read-specs.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** A token is asked for by POST, and with no token: the operation has Basic, or no security at all, of its own. */
export function tokenOperationSecurity({ document }: Spec): SpecProblem[] {
  return tokenOperationsOf(document).flatMap((found) => {
    const { method, operation, pointer } = found
    const problems: SpecProblem[] = []
    if (method !== 'post') problems.push({ pointer, message: 'a token operation is a POST' })
    const wanted = typeof operation['x-token-operation'].client === 'string' ? 'basic' : 'none'
    if (securityOf(document, found) === wanted) return problems
    const message =
      wanted === 'basic'
        ? 'a client that authenticates by Basic needs the security of one http basic scheme, and no other'
        : 'a client that authenticates in the body needs `security: []` on the operation'
    return [...problems, { pointer: [...pointer, 'security'], message }]
  })
}

function securityOf(document: OpenApiDocument, { operation }: FoundOperation): 'basic' | 'none' | 'other' {
  const { security } = operation
  if (security === undefined) return 'other'
  const names = security.flatMap((requirement) => Object.keys(requirement))
  const [only] = names
  if (only === undefined) return 'none'
  const scheme = resolve(document, document.components?.securitySchemes?.[only] ?? { type: '' })
  return names.length === 1 && scheme?.scheme?.toLowerCase() === 'basic' ? 'basic' : 'other'
}
