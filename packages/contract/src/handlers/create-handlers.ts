import { checkMembers } from '../check-members.ts'
import { type ContractState, createContractState } from '../contract-state.ts'
import type { Operation } from '../operations.ts'
import { createResponder } from '../responder.ts'
import { SandboxError } from '../sandbox-error.ts'
import { createContractHandler, type HandlerParts } from './contract-handler.ts'
import { type ContractViolation, createJournal } from './contract-violation.ts'
import { loadMsw, type MswHandler } from './msw.ts'
import { answerInstead, overriddenOperations, type UntypedOverrides } from './override-answer.ts'
import type { AnyPaths, Overrides } from './overrides.ts'

export interface HandlersOptions<Paths> {
  /** What is answered in place of documented successes. @default nothing */
  readonly overrides?: Overrides<Paths>
  /** Who may get tokens, and which there are. @default a new one, which gives tokens to any client and user */
  readonly state?: ContractState
  /** Called with each violation at once. */
  readonly onViolation?: (violation: ContractViolation) => void
}

/** Handlers for msw, and what they saw. */
export interface ContractHandlers<Paths> {
  /**
   * One for each operation, on all its servers; for `setupServer(...handlers)`. A request to one of the servers that
   * no operation is documented for is a violation too, unless a handler before these answers it.
   */
  readonly handlers: MswHandler[]
  /** Every violation since the start. */
  readonly violations: readonly ContractViolation[]
  /** The tokens and who may get them; the one that was given, if one was. */
  readonly state: ContractState
  /**
   * Handlers for the overridden operations alone, for one test: `server.use(...override({ ... }))`. They have state and
   * violations in common with the others.
   *
   * @throws {SandboxError} when an operation or status is not documented
   */
  override(overrides: Overrides<Paths>): MswHandler[]
  /**
   * Throws when a request broke its document since the last call, so that each test answers for its own. What an
   * override has thrown is thrown again here, because msw makes a status 500 of it.
   *
   * @throws {ContractViolationError} that says where
   */
  assertKept(): void
}

/**
 * Makes handlers for msw that behave as the OpenAPI documents say, on the documented servers: each validates the
 * request, issues tokens or asks for one, and answers with the documented example.
 *
 * @param document a parsed OpenAPI 3.1 document, or an array of them whose tokens open each other
 * @throws {SandboxError} when an option or a document is wrong, or msw is not installed
 */
export function createHandlers<Paths extends {} = AnyPaths>(
  document: object,
  options: HandlersOptions<Paths> = {},
): ContractHandlers<Paths> {
  checkMembers('options', options, ['overrides', 'state', 'onViolation'])
  const { state = createContractState({}), onViolation } = options
  const overrides = (options.overrides ?? {}) as UntypedOverrides
  if (typeof state?.tokens?.valid !== 'function')
    throw new SandboxError('state: must come from createContractState() or from other handlers.')
  if (onViolation !== undefined && typeof onViolation !== 'function')
    throw new SandboxError('onViolation: must be a function.')
  const responder = createResponder(Array.isArray(document) ? document : [document], state)
  const { operations } = responder
  const journal = createJournal(onViolation)
  const parts = { responder, journal, msw: loadMsw() }
  overriddenOperations(operations, overrides)
  return {
    handlers: createAll(operations, parts, overrides, true),
    violations: journal.violations,
    state,
    override(some) {
      const untyped = some as UntypedOverrides
      return createAll(overriddenOperations(operations, untyped), parts, untyped, false)
    },
    assertKept: journal.assertKept,
  }
}

function createAll(
  operations: readonly Operation[],
  parts: HandlerParts,
  overrides: UntypedOverrides,
  strict: boolean,
): MswHandler[] {
  const instead = answerInstead(overrides)
  return operations.map((operation) => createContractHandler(operation, parts, instead, strict))
}
