import type { ErrorObject } from 'ajv'
import { escapeMember } from './json-pointer.ts'

/** One way in which a request breaks its document. */
export interface Violation {
  /** A JSON pointer into the request: below `/path`, `/query`, `/headers`, `/cookies` or `/body`. */
  readonly pointer: string
  /** The JSON Schema keyword that was broken, or a rule of HTTP: `content-type`, `encoding`, `syntax`. */
  readonly rule: string
  /** Says what is wanted; never carries a value of the request. */
  readonly message: string
}

/** The errors of one validation, without those of union branches that were not meant. */
export function violationsOf(errors: readonly ErrorObject[]): Violation[] {
  const violations = withoutOtherBranches(errors).map(violationOf)
  const key = ({ pointer, rule }: Violation) => `${rule} ${pointer}`
  return [...new Map(violations.map((violation) => [key(violation), violation])).values()]
}

function violationOf({ instancePath, keyword, params, message }: ErrorObject): Violation {
  const { missingProperty, additionalProperty, unevaluatedProperty, propertyName } = params
  const member: unknown = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName
  const pointer = typeof member === 'string' ? `${instancePath}/${escapeMember(member)}` : instancePath
  return { pointer, rule: keyword, message: message ?? `must keep the rule ${keyword}` }
}

// A branch whose constant (such as a grant type) is not the one sent was not meant: what else it misses is noise.
function withoutOtherBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const isConstant = ({ keyword }: ErrorObject) => keyword === 'const' || keyword === 'enum'
  const isUnion = ({ keyword }: ErrorObject) => keyword === 'oneOf' || keyword === 'anyOf'
  const details = errors.filter((error) => !isUnion(error))
  if (details.length === errors.length) return errors
  const others = details
    .filter(isConstant)
    .map(({ schemaPath }) => schemaPath.replace(/\/properties\/[^/]+\/[^/]+$/, '/'))
  const meant = details.filter(({ schemaPath }) => !others.some((branch) => schemaPath.startsWith(branch)))
  if (meant.length > 0) return meant
  const constants = details.filter(isConstant)
  return constants.length > 0 ? constants : errors
}
