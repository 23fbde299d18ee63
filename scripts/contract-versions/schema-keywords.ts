import { isDeepStrictEqual } from 'node:util'

/** What a change of a schema does to the values that it admits. */
export type Extent = 'narrower' | 'wider' | 'same' | 'other'

type Compare = (before: unknown, after: unknown) => Extent

const noLower: Compare = (before, after) => extentOf(Number(after ?? -Infinity) - Number(before ?? -Infinity))
const noHigher: Compare = (before, after) => extentOf(Number(before ?? Infinity) - Number(after ?? Infinity))

/** A rule that a schema has or has not: another rule is neither wider nor narrower. */
const rule: Compare = (before, after) => {
  if (isDeepStrictEqual(before, after)) return 'same'
  return before === undefined ? 'narrower' : after === undefined ? 'wider' : 'other'
}

/** How each keyword says what values there are; those that hold schemas are compared in `compare-schemas.ts`. */
export const keywords: Readonly<Record<string, Compare>> = {
  type: (before, after) => extentOfSets(typesOf(before), typesOf(after)),
  minimum: noLower,
  exclusiveMinimum: noLower,
  minLength: noLower,
  minItems: noLower,
  minProperties: noLower,
  maximum: noHigher,
  exclusiveMaximum: noHigher,
  maxLength: noHigher,
  maxItems: noHigher,
  maxProperties: noHigher,
  pattern: rule,
  format: rule,
  multipleOf: rule,
  uniqueItems: rule,
  contentMediaType: rule,
  contentEncoding: rule,
  dependentRequired: rule,
}

/** A set of what is allowed; undefined allows everything. */
export function extentOfSets(before?: readonly unknown[], after?: readonly unknown[]): Extent {
  if (before === undefined || after === undefined)
    return before === after ? 'same' : before === undefined ? 'narrower' : 'wider'
  const includes = (set: readonly unknown[], value: unknown) =>
    set.some((one) => isDeepStrictEqual(one, value))
  const lost = before.some((value) => !includes(after, value))
  const won = after.some((value) => !includes(before, value))
  return lost && won ? 'other' : lost ? 'narrower' : won ? 'wider' : 'same'
}

function typesOf(type: unknown): readonly unknown[] | undefined {
  if (type === undefined) return undefined
  const types = Array.isArray(type) ? type : [type]
  return types.includes('number') ? [...types, 'integer'] : types
}

function extentOf(difference: number): Extent {
  return difference > 0 ? 'narrower' : difference < 0 ? 'wider' : 'same'
}
