import { type Pointer, printPointer } from '../generate/openapi-document.ts'

/** What a change means to those whose programs keep to the document as it was. */
export type Effect = 'breaking' | 'feature' | 'none'

/** One difference between two versions of a document. */
export interface Change {
  /** Where it stands: in the new document, or in the old one where it was removed. */
  readonly pointer: string
  readonly what: string
  readonly effect: Effect
}

export function change(pointer: Pointer, what: string, effect: Effect): Change {
  return { pointer: printPointer(pointer), what, effect }
}

/** Without those of a shared component that were found more than once. */
export function distinct(changes: readonly Change[]): Change[] {
  const key = ({ pointer, what, effect }: Change) => `${pointer} ${effect} ${what}`
  return [...new Map(changes.map((one) => [key(one), one])).values()]
}

export function worst(changes: readonly Change[]): Effect {
  const effects = changes.map(({ effect }) => effect)
  return effects.includes('breaking') ? 'breaking' : effects.includes('feature') ? 'feature' : 'none'
}
