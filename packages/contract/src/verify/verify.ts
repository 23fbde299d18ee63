import { setTimeout as pause } from 'node:timers/promises'
import { checkIssues } from '../check-issues.ts'
import { loadDocuments } from '../documents.ts'
import { operationsOf } from '../operations.ts'
import { createSchemas } from '../schemas.ts'
import { createRequestValidator } from '../validate-request.ts'
import { createBaseUrls } from './base-urls.ts'
import { createCaseRunner } from './case-runner.ts'
import { createAnswerChecker } from './check-answer.ts'
import { createMask } from './mask.ts'
import { allowedBy, givenRequests } from './named-operations.ts'
import { createPace } from './pace.ts'
import { createReport, type VerificationReport } from './verification-report.ts'
import { checkVerifyOptions, type VerifyClock, type VerifyOptions } from './verify-options.ts'
import { verifyResource } from './verify-resource.ts'
import { type Accepted, type TokenIssuer, verifyGrants, verifyRefusals } from './verify-tokens.ts'
import { openWallet } from './wallet.ts'

/**
 * Runs the contract against a server, live or sandbox, one request at a time: a token by every grant, the documented
 * requests, and requests that must be refused; what the server answers is measured by the document. Only GET, HEAD and
 * token operations are called, unless `allowWrites` says otherwise.
 *
 * @param document a parsed OpenAPI 3.1 document, or an array of them whose tokens open each other
 * @returns what differs; a server that does not answer, or with something else, is a finding too
 * @throws {SandboxError} when an option or a document is wrong
 */
export async function verify(document: object, options: VerifyOptions): Promise<VerificationReport> {
  checkVerifyOptions(options)
  const { credentials = {}, requestsPerSecond = 2, clock = systemClock, signal } = options
  const documents = loadDocuments(Array.isArray(document) ? document : [document])
  const operations = documents.flatMap(operationsOf)
  checkIssues(documents, operations)
  const given = givenRequests(operations, options)
  const isAllowed = allowedBy(operations, options)
  const schemas = createSchemas(documents)
  const validators = new Map(
    operations.map((operation) => [operation, createRequestValidator(operation, schemas)]),
  )
  const checkers = new Map(
    operations.map((operation) => [operation, createAnswerChecker(operation, schemas)]),
  )
  const baseUrls = createBaseUrls(operations, options.baseUrl, options.allowInsecureHttp ?? false)
  const mask = createMask()
  signal?.throwIfAborted()
  const wallet = await openWallet(credentials, mask)
  const pace = createPace(requestsPerSecond, clock)
  const runner = createCaseRunner({ options, clock, pace, mask, baseUrls, checkers })

  const reachable = operations.filter((operation) => {
    const reason = baseUrls(operation) ? undefined : 'baseUrl has none of its servers'
    const refusal = reason ?? (isAllowed(operation) ? undefined : 'it may change something; see allowWrites')
    if (refusal !== undefined) runner.skip(operation, 'all', refusal)
    return refusal === undefined
  })
  const issuers = reachable.filter((operation): operation is TokenIssuer => operation.token !== undefined)
  const accepted = new Map<TokenIssuer, Accepted>()
  for (const issuer of issuers)
    accepted.set(issuer, await verifyGrants(issuer, wallet, given(issuer), runner))
  for (const operation of reachable) {
    const validate = validators.get(operation)
    if (operation.token === undefined && validate)
      await verifyResource(operation, wallet, given(operation), validate, runner)
  }
  // Last, so that a client that is locked for a wrong secret has nothing left to do.
  for (const [issuer, requests] of accepted) {
    const validate = validators.get(issuer)
    if (validate) await verifyRefusals(issuer, requests, wallet, validate, runner)
  }
  return createReport(runner.results, operations.length)
}

const systemClock: VerifyClock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    // It rejects with an error of its own, not with the signal's reason.
    await pause(ms, undefined, signal && { signal }).catch(() => signal?.throwIfAborted())
  },
}
