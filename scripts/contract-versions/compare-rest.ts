import { type Change, change } from './change.ts'
import {
  child,
  childrenOf,
  compareChildren,
  isEqual,
  isObject,
  missed,
  pointerOf,
  type Sides,
} from './sides.ts'

/** What only people read. */
const annotations = new Set([
  '$comment',
  'bearerFormat',
  'description',
  'example',
  'examples',
  'externalDocs',
  'summary',
  'tags',
  'title',
  'version',
])

/**
 * The members of an object that nobody else compares: annotations mean nothing to a program, and of what is not known
 * here the worst is thought.
 */
export function compareRest(sides: Sides, compared: readonly string[]): Change[] {
  const keys = new Set([...childrenOf(sides.before), ...childrenOf(sides.after)].map(([key]) => key))
  return [...keys]
    .filter((key) => key !== '$ref' && !compared.includes(key))
    .flatMap((key) => {
      const member = child(sides, key)
      if (isEqual(member)) return []
      if (annotations.has(key)) return [change(pointerOf(member), `${key} was changed`, 'none')]
      if (key === 'deprecated') return [compareDeprecated(member)]
      return [change(pointerOf(member), `${key} was changed, which is not judged in detail`, 'breaking')]
    })
}

function compareDeprecated(sides: Sides): Change {
  return sides.after.value === true
    ? change(pointerOf(sides), 'is deprecated now', 'feature')
    : change(pointerOf(sides), 'is no longer deprecated', 'none')
}

/** Facts that are kept as data, such as `x-token-operation`: one more is a feature, a changed one breaks. */
export function compareFacts(sides: Sides, kind: string): Change[] {
  const { before, after } = sides
  if (isEqual(sides)) return []
  if (before.value === undefined) return [change(after.pointer, `${kind} was added`, 'feature')]
  if (after.value === undefined) return [change(before.pointer, `${kind} was removed`, 'breaking')]
  if (isObject(before.value) && isObject(after.value) && !Array.isArray(before.value))
    return compareChildren(sides, { kind, ...missed }, (member, key) =>
      annotations.has(key) ? compareRest(sides, [...others(sides, key)]) : compareFacts(member, key),
    )
  return [change(after.pointer, `${kind}: ${shown(before.value)} -> ${shown(after.value)}`, 'breaking')]
}

function others({ before, after }: Sides, key: string): string[] {
  return [...childrenOf(before), ...childrenOf(after)].map(([name]) => name).filter((name) => name !== key)
}

export function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
