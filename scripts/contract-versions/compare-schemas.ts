import { type Change, change, type Effect } from './change.ts'
import { compareRest, shown } from './compare-rest.ts'
import { type Extent, extentOfSets, keywords } from './schema-keywords.ts'
import { child, childOf, compareChildren, compareKeyed, isObject, type Place, type Sides } from './sides.ts'

/** Whether clients send the values or get them. */
export type Direction = 'request' | 'response'

/**
 * | the schema admits | in a request                 | in a response             |
 * | ----------------- | ---------------------------- | ------------------------- |
 * | fewer values      | breaking: what is sent is no longer taken | feature      |
 * | more values       | feature                      | breaking: nobody is prepared for the new ones |
 * | others            | breaking                     | breaking                  |
 */
const effects: { readonly [direction in Direction]: { readonly [extent in Extent]: Effect } } = {
  request: { narrower: 'breaking', wider: 'feature', other: 'breaking', same: 'none' },
  response: { narrower: 'feature', wider: 'breaking', other: 'breaking', same: 'none' },
}

const compared = [
  ...Object.keys(keywords),
  ...['const', 'enum', 'default', 'required', 'properties', 'items', 'additionalProperties'],
  ...['oneOf', 'anyOf', 'allOf'],
]

/** Compares two schemas and what they refer to; circles are walked once. */
export function compareSchemas(sides: Sides, direction: Direction, seen: Set<string> = new Set()): Change[] {
  if (sides.before.value === undefined && sides.after.value === undefined) return []
  const key = JSON.stringify([sides.before.pointer, sides.after.pointer])
  if (seen.has(key)) return []
  seen.add(key)
  const judge = (pointer: Place['pointer'], what: string, extent: Extent) =>
    extent === 'same' ? [] : [change(pointer, `${what} (${direction})`, effects[direction][extent])]
  const compare = (below: Sides) => compareSchemas(below, direction, seen)
  const [old, now] = [sides.before.value === false, sides.after.value === false]
  if (old !== now)
    return judge(sides.after.pointer, now ? 'is forbidden now' : 'is allowed now', now ? 'narrower' : 'wider')
  return [
    ...Object.entries(keywords).flatMap(([keyword, extentOf]) => {
      const { before, after } = child(sides, keyword)
      const what = `${keyword}: ${shown(before.value)} -> ${shown(after.value)}`
      return judge(after.pointer, what, extentOf(before.value, after.value))
    }),
    ...judge(
      sides.after.pointer,
      `values: ${shown(valuesOf(sides.before))} -> ${shown(valuesOf(sides.after))}`,
      extentOfSets(valuesOf(sides.before), valuesOf(sides.after)),
    ),
    ...compareDefaults(child(sides, 'default'), direction),
    ...compareMembers(sides, direction, compare),
    ...['items', 'additionalProperties'].flatMap((keyword) => compare(child(sides, keyword))),
    ...(['oneOf', 'anyOf', 'allOf'] as const).flatMap((keyword) => {
      const [before, after] = [alternativesOf(sides.before, keyword), alternativesOf(sides.after, keyword)]
      const [more, fewer] = extentsOf(keyword, before, after)
      const kind = `the schema in ${keyword}`
      return compareKeyed(
        before ?? new Map(),
        after ?? new Map(),
        { kind, added: () => effects[direction][more], removed: () => effects[direction][fewer] },
        compare,
      )
    }),
    ...compareRest(sides, compared),
  ]
}

function compareMembers(sides: Sides, direction: Direction, compare: (below: Sides) => Change[]): Change[] {
  const isRequired = (place: Place, name: string) => requiredOf(place).includes(name)
  const isNewDuty = (name: string) => direction === 'request' && isRequired(sides.after, name)
  const properties = child(sides, 'properties')
  const known = (name: string) =>
    [properties.before, properties.after].every((place) => childOf(place, name).value !== undefined)
  const unnamed = (name: string) =>
    [properties.before, properties.after].every((place) => childOf(place, name).value === undefined)
  const names = [...new Set([...requiredOf(sides.before), ...requiredOf(sides.after)])]
  return [
    ...compareChildren(
      properties,
      {
        kind: `the ${direction} member`,
        added: (name) => (isNewDuty(name) ? 'breaking' : 'feature'),
        removed: () => 'breaking',
      },
      compare,
    ),
    ...names.flatMap((name) => {
      const [old, now] = [isRequired(sides.before, name), isRequired(sides.after, name)]
      if (old === now || !(known(name) || unnamed(name))) return []
      const what = `the ${direction} member ${name} is ${now ? 'required' : 'optional'} now`
      return [change(sides.after.pointer, what, effects[direction][now ? 'narrower' : 'wider'])]
    }),
  ]
}

// What is not sent means something else; in an answer a default is a note.
function compareDefaults({ before, after }: Sides, direction: Direction): Change[] {
  if (shown(before.value) === shown(after.value)) return []
  const what = `default: ${shown(before.value)} -> ${shown(after.value)} (${direction})`
  return [change(after.pointer, what, direction === 'request' ? 'breaking' : 'none')]
}

/** By the component that each alternative refers to, or else its place. */
function alternativesOf(schema: Place, keyword: string): Map<string, Place> | undefined {
  const list = isObject(schema.value) ? schema.value[keyword] : undefined
  if (!Array.isArray(list)) return undefined
  return new Map(list.map((one, index) => [String(one?.$ref ?? index), childOf(schema, keyword, `${index}`)]))
}

/** What one alternative more or fewer does; `allOf` asks for each, the others for any, and without a list all is admitted. */
function extentsOf(keyword: string, before: unknown, after: unknown): [more: Extent, fewer: Extent] {
  return keyword === 'allOf' || before === undefined || after === undefined
    ? ['narrower', 'wider']
    : ['wider', 'narrower']
}

function valuesOf(schema: Place): readonly unknown[] | undefined {
  const { const: constant, enum: list } = isObject(schema.value) ? schema.value : {}
  return constant === undefined ? (Array.isArray(list) ? list : undefined) : [constant]
}

function requiredOf(schema: Place): readonly string[] {
  const list = isObject(schema.value) ? schema.value['required'] : undefined
  return Array.isArray(list) ? list : []
}
