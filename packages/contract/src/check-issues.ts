import { type ApiDocument, childOf, complain, rootNode } from './documents.ts'
import type { Operation } from './operations.ts'

/** Checks that every scheme a token is issued for exists, as far as its document is here. */
export function checkIssues(documents: readonly ApiDocument[], operations: readonly Operation[]): void {
  for (const { node, token } of operations) {
    for (const [grant, { issues }] of token?.grants ?? []) {
      const unknown = issues.find((issue) => !isKnown(documents, issue))
      if (unknown === undefined) continue
      const place = childOf(node, 'x-token-operation', 'grants', grant, 'issues')
      throw complain(place, `the security scheme ${unknown} is not defined; define it in its document.`)
    }
  }
}

function isKnown(documents: readonly ApiDocument[], issue: string): boolean {
  const [id, scheme = ''] = issue.split('#')
  const owner = documents.find((document) => document.id === id)
  return (
    owner === undefined ||
    childOf(rootNode(owner), 'components', 'securitySchemes', scheme).value !== undefined
  )
}
