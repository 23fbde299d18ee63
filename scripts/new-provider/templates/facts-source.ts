import type { Provider } from '../provider.ts'

/** The second reading, without a fact: `test/facts.test.ts` names the operations that it waits for. */
export function factsSource({ title }: Provider): string {
  return `
import type { DocumentedFact } from '../documented-fact.ts'

/** What the pages of ${title} say of each operation: written from them, and not from the spec. */
export const facts: readonly DocumentedFact[] = []
`
}
