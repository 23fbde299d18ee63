import type { Spec } from './read-specs.ts'
import { documentId } from './rules/document-id.ts'
import { extensionSchema } from './rules/extension-schema.ts'
import { localReferences } from './rules/local-references.ts'
import { serverNames } from './rules/server-names.ts'
import { tokenErrorExamples } from './rules/token-error-examples.ts'
import { tokenIssues } from './rules/token-issues.ts'
import { tokenOperationSecurity } from './rules/token-operation-security.ts'
import { tokenPlaces } from './rules/token-places.ts'
import { tokenRequestCovered } from './rules/token-request-covered.ts'
import type { LocatedProblem, SpecProblem } from './spec-problem.ts'

/** Looks at one document, knowing all of them. */
export type SpecRule = (spec: Spec, all: readonly Spec[]) => SpecProblem[]

/** Every rule of ours, by the name it has in `specs/lint/redocly.yaml`. The generator keeps them too. */
export const specRules: Record<string, SpecRule> = {
  'document-id': documentId,
  'local-references': localReferences,
  'server-names': serverNames,
  'extension-schema': extensionSchema,
  'token-places': tokenPlaces,
  'token-request-covered': tokenRequestCovered,
  'token-error-examples': tokenErrorExamples,
  'token-issues': tokenIssues,
  'token-operation-security': tokenOperationSecurity,
}

/** What the rules find in all documents. */
export function checkSpecs(specs: readonly Spec[]): LocatedProblem[] {
  return specs.flatMap((spec) =>
    Object.values(specRules).flatMap((rule) => applyRule(rule, spec, specs).map(spec.locate)),
  )
}

/** What one rule finds in one document. An extension that breaks its schema is not looked at further. */
export function applyRule(rule: SpecRule, spec: Spec, all: readonly Spec[]): SpecProblem[] {
  return rule === extensionSchema || extensionSchema(spec).length === 0 ? rule(spec, all) : []
}
