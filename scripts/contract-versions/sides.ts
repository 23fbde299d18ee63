import { isDeepStrictEqual } from 'node:util'
import { lookUp, type Pointer, parsePointer } from '../generate/openapi-document.ts'
import { type Change, change, type Effect } from './change.ts'

/** A value and where it stands in its document, references followed. */
export interface Place {
  readonly root: unknown
  readonly pointer: Pointer
  /** Where it is named: the place of the reference that was followed. */
  readonly namedAt: Pointer
  readonly value: unknown
}

/** The same thing in the old and in the new document; its value is undefined where a document has none. */
export interface Sides {
  readonly before: Place
  readonly after: Place
}

export function rootOf(root: unknown): Place {
  return { root, pointer: [], namedAt: [], value: root }
}

export function childOf(place: Place, ...keys: readonly string[]): Place {
  return keys.reduce(({ root, pointer, value }, key) => {
    const place = [...pointer, key]
    return follow({ root, pointer: place, namedAt: place, value: isObject(value) ? value[key] : undefined })
  }, place)
}

/** By key; empty where the value is no object. */
export function childrenOf(place: Place): [string, Place][] {
  return isObject(place.value) ? Object.keys(place.value).map((key) => [key, childOf(place, key)]) : []
}

export function child({ before, after }: Sides, ...keys: readonly string[]): Sides {
  return { before: childOf(before, ...keys), after: childOf(after, ...keys) }
}

/** What is told of the two: the new place, or the old one of what is gone. */
export function pointerOf({ before, after }: Sides): Pointer {
  return after.value === undefined ? before.pointer : after.pointer
}

export function isEqual({ before, after }: Sides): boolean {
  return isDeepStrictEqual(before.value, after.value)
}

/** What it means that one of a kind is there only now, or is there no longer. */
interface Meanings {
  readonly kind: string
  added(key: string, place: Place): Effect
  removed(key: string, place: Place): Effect
}

/** The usual case: one more does no harm, one fewer is missed. */
export const missed = { added: (): Effect => 'feature', removed: (): Effect => 'breaking' }

/** Pairs what has a key on either side: tells what was added and removed, and compares the rest. */
export function compareKeyed(
  before: ReadonlyMap<string, Place>,
  after: ReadonlyMap<string, Place>,
  { kind, added, removed }: Meanings,
  compare: (sides: Sides, key: string) => Change[] = () => [],
): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)]
    if (old === undefined && now !== undefined)
      return [change(now.namedAt, `${kind} ${key} was added`, added(key, now))]
    if (old !== undefined && now === undefined)
      return [change(old.namedAt, `${kind} ${key} was removed`, removed(key, old))]
    return compare({ before: old as Place, after: now as Place }, key)
  })
}

/** The children of both sides as one reads them: a key, and what stands there. */
export function compareChildren(
  { before, after }: Sides,
  meanings: Meanings,
  compare?: (sides: Sides, key: string) => Change[],
): Change[] {
  return compareKeyed(new Map(childrenOf(before)), new Map(childrenOf(after)), meanings, compare)
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function follow(place: Place): Place {
  let current = place
  for (let hops = 0; hops < 20; hops++) {
    const reference = isObject(current.value) ? current.value['$ref'] : undefined
    if (typeof reference !== 'string') return current
    const value = lookUp(current.root, reference)
    current = { ...current, pointer: parsePointer(reference.slice(1)), value }
  }
  return current
}
