export type { SandboxClient } from './client-authentication.ts'
export { type ContractState, createContractState } from './contract-state.ts'
export type { CustomFault, Delay, Fault, FaultTarget } from './faults.ts'
export { type ContractViolation, ContractViolationError } from './handlers/contract-violation.ts'
export { type ContractHandlers, createHandlers, type HandlersOptions } from './handlers/create-handlers.ts'
export type { Override, OverrideAnswer, OverrideRequest, Overrides } from './handlers/overrides.ts'
export type { FaultName, NamedFault, NamedFaults } from './named-faults.ts'
export type { RecordedRequest } from './recorded-request.ts'
export { createSandbox } from './sandbox.ts'
export { SandboxError } from './sandbox-error.ts'
export type { Sandbox } from './sandbox-interface.ts'
export type { ControlOptions, SandboxOptions } from './sandbox-options.ts'
export type { SandboxUser } from './sandbox-user.ts'
export type { StateOptions } from './state-options.ts'
export type { IssuedToken, RefreshTokenReuse } from './token-service.ts'
export type { BaseUrl } from './verify/base-urls.ts'
export type { CaseOutcome, CaseResult } from './verify/case-result.ts'
export type { Finding } from './verify/finding.ts'
export type { VerificationReport } from './verify/verification-report.ts'
export { verify } from './verify/verify.ts'
export type {
  GivenRequest,
  Secret,
  VerifyClock,
  VerifyCredentials,
  VerifyOptions,
} from './verify/verify-options.ts'
export type { Violation } from './violation.ts'
