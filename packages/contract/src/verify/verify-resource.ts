import { childOf } from '../documents.ts'
import type { Operation } from '../operations.ts'
import { securityOf } from '../security.ts'
import type { RequestValidator } from '../validate-request.ts'
import { type CaseRequest, withParameters } from './case-request.ts'
import type { CaseRunner } from './case-runner.ts'
import { exampleBodies } from './example-bodies.ts'
import { omissionsOf, refusalStatuses } from './refusal-cases.ts'
import type { GivenRequest } from './verify-options.ts'
import { authorize, type Wallet } from './wallet.ts'

/** The documented requests of an operation that issues no tokens, one without credentials, one that lacks something. */
export async function verifyResource(
  operation: Operation,
  wallet: Wallet,
  given: GivenRequest,
  validate: RequestValidator,
  runner: CaseRunner,
): Promise<void> {
  const open = withParameters(operation, given, 'all')
  if ('lacking' in open)
    return runner.skip(
      operation,
      'documented request',
      `there is no example of ${open.lacking}; give one in requests`,
    )
  const requests = requestsOf(operation, open, given)
  const [[, first] = []] = requests
  if (first === undefined)
    return runner.skip(
      operation,
      'documented request',
      'there is no example of the body; give one in requests',
    )
  const mayBeMissing = Object.keys(open.path).some((name) => given.parameters?.[name] === undefined)
  const headers = authorize(operation, wallet)
  if ('reason' in headers) return runner.skip(operation, 'documented request', headers['reason'])
  const admitted = (request: CaseRequest) => ({ ...request, headers: { ...request.headers, ...headers } })
  for (const [name, request] of requests)
    await runner.run({ operation, name, request: admitted(request), expected: 'success', mayBeMissing })

  const unauthorized = refusalStatuses(operation, ['401', '403', '4XX'])
  const isSecured =
    securityOf(operation).length > 0 && securityOf(operation).every((schemes) => schemes.length > 0)
  if (isSecured && unauthorized.length > 0)
    await runner.run({ operation, name: 'without credentials', request: first, expected: unauthorized })

  const rejected = refusalStatuses(operation, ['400', '422', '4XX'])
  const [omission] = omissionsOf(operation, first, validate)
  if (omission !== undefined && rejected.length > 0) {
    const name = `without ${omission.pointer}`
    await runner.run({ operation, name, request: admitted(omission.request), expected: rejected })
  }
}

/** By the name of the case. */
function requestsOf(
  operation: Operation,
  open: CaseRequest,
  { body }: GivenRequest,
): [string, CaseRequest][] {
  const { mediaType, bodies } = exampleBodies(operation)
  if (mediaType === undefined) {
    const isRequired = childOf(operation.node, 'requestBody', 'required').value === true
    return isRequired ? [] : [['documented request', open]]
  }
  const withBody = (content: unknown) => ({ ...open, mediaType, content })
  if (body !== undefined) return [['given request', withBody(body)]]
  return bodies.map(({ name, content }) => [`documented request ${name}`.trim(), withBody(content)])
}
