import { basename, dirname } from 'node:path'
import { readSpecs } from '../../scripts/generate/read-specs.ts'
import { applyRule, specRules } from '../../scripts/generate/spec-rules.ts'

/**
 * Hands the generator's rules to Redocly, so that `pnpm specs:lint` and `pnpm generate` judge alike.
 *
 * @typedef {import('../../scripts/generate/read-specs.ts').Spec} Spec
 * @typedef {import('../../scripts/generate/spec-rules.ts').SpecRule} SpecRule
 * @typedef {{ source: { absoluteRef: string }, child(pointer: (string | number)[]): unknown }} Location
 * @typedef {{ location: Location, report(problem: { message: string, location: unknown }): void }} Context
 */
export default function latchkey() {
  /** @type {Map<string, Spec[]>} */
  const read = new Map()
  /** @param {string} root */
  const specsOf = (root) => {
    const specs = read.get(root) ?? readSpecs(root).specs
    read.set(root, specs)
    return specs
  }
  const rules = Object.entries(specRules).map(([name, rule]) => [
    name,
    () => ({ Root: visitRoot(rule, specsOf) }),
  ])
  return { id: 'latchkey', rules: { oas3: Object.fromEntries(rules) } }
}

/**
 * @param {SpecRule} rule
 * @param {(root: string) => Spec[]} specsOf
 */
function visitRoot(rule, specsOf) {
  /** @type {(root: unknown, context: Context) => void} */
  return (_root, { location, report }) => {
    const file = location.source.absoluteRef
    const specs = specsOf(dirname(dirname(file)))
    const spec = specs.find((candidate) => candidate.file === `specs/${basename(file)}`)
    // A document that cannot be read is one that Redocly's own rules complain of.
    for (const { message, pointer } of spec ? applyRule(rule, spec, specs) : []) {
      report({ message, location: location.child([...pointer]) })
    }
  }
}
