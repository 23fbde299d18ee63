import type { Operation } from '../../packages/contract/src/operations.ts'
import { brokenMessages } from './broken-messages.ts'
import { brokenInParts } from './broken-requests.ts'
import { documentedRequests, type Means } from './documented-requests.ts'
import { type JudgedRequest, judgedRequest } from './judged-request.ts'

/** What the judges are asked about: each documented request, and what comes of breaking it in one place. */
export function requestsOf(operations: readonly Operation[], means: Means): JudgedRequest[] {
  return operations.flatMap((operation) => {
    const methods = operations.filter(({ path }) => path === operation.path).map(({ method }) => method)
    return documentedRequests(operation, means).flatMap(([name, request], index) => {
      const documented = judgedRequest(operation, 'documented', name, request)
      const inParts = brokenInParts(operation, name, request)
      // What no schema describes is the same for them all.
      return [documented, ...inParts, ...(index === 0 ? brokenMessages(documented, methods) : [])]
    })
  })
}
