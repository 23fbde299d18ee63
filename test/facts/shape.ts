/**
 * What a page says of a value, by a sample: a text, a number or a boolean is of that type; a list has items of one shape;
 * an object has these members, of which those whose name ends in `?` may be missing.
 */
export type Shape =
  | string
  | number
  | boolean
  | typeof anything
  | Choice
  | readonly Shape[]
  | { readonly [name: string]: Shape }

/** A value of which nothing is known but that it is there. */
export const anything: unique symbol = Symbol('anything')

/** One of a closed list of texts. */
export function choice(...values: readonly string[]): Choice {
  return { [choices]: values }
}

const choices: unique symbol = Symbol('choices')
interface Choice {
  readonly [choices]: readonly string[]
}

/** A value that the page does not admit, and why. */
export interface Wrong {
  readonly why: 'missing' | 'value' | 'type'
  readonly what: string
  readonly value: unknown
}

/** Values that have the shape: the first with everything in it, the second with nothing that may be missing. */
export function rightValues(shape: Shape): unknown[] {
  if (shape === anything) return ['anything', { any: 'thing' }]
  if (typeof shape !== 'object') return [shape]
  if (isChoice(shape)) return [...shape[choices]]
  if (isList(shape)) return shape.flatMap(rightValues).map((item) => [item])
  const members = membersOf(shape)
  const whole = wholeOf(shape)
  const minimal = members.filter(({ optional }) => !optional)
  return [
    whole,
    Object.fromEntries(minimal.map(({ name, shape: member }) => [name, rightValues(member).at(-1)])),
    ...members.flatMap(({ name, shape: member }) =>
      rightValues(member)
        .slice(1)
        .map((value) => ({ ...whole, [name]: value })),
    ),
  ]
}

/** Values that have not the shape, each for one reason. */
export function wrongValues(shape: Shape, where = ''): Wrong[] {
  if (shape === anything) return []
  const ofType = (value: unknown): Wrong => ({ why: 'type', what: `${where} of another type`, value })
  if (typeof shape === 'string') return [ofType(42)]
  if (typeof shape !== 'object') return [ofType('forty-two')]
  if (isChoice(shape))
    return [ofType(42), { why: 'value', what: `${where} of another value`, value: 'other' }]
  if (isList(shape))
    return [
      ofType('forty-two'),
      ...shape.flatMap((item) => inside(wrongValues(item, `${where}[]`), (value) => [value])),
    ]
  const whole = wholeOf(shape)
  return [
    ofType('forty-two'),
    ...membersOf(shape).flatMap(({ name, optional, shape: member }): Wrong[] => {
      const { [name]: _, ...rest } = whole
      const missing: Wrong = { why: 'missing', what: `without ${where}.${name}`, value: rest }
      const broken = inside(wrongValues(member, `${where}.${name}`), (value) => ({ ...whole, [name]: value }))
      return optional ? broken : [missing, ...broken]
    }),
  ]
}

function inside(wrongs: readonly Wrong[], wrap: (value: unknown) => unknown): Wrong[] {
  return wrongs.map((wrong) => ({ ...wrong, value: wrap(wrong.value) }))
}

function wholeOf(shape: { readonly [name: string]: Shape }): Record<string, unknown> {
  return Object.fromEntries(membersOf(shape).map(({ name, shape: member }) => [name, rightValues(member)[0]]))
}

interface Member {
  readonly name: string
  readonly optional: boolean
  readonly shape: Shape
}

function membersOf(shape: { readonly [name: string]: Shape }): Member[] {
  return Object.entries(shape).map(([key, member]) => ({
    name: key.replace(/\?$/, ''),
    optional: key.endsWith('?'),
    shape: member,
  }))
}

function isChoice(shape: object): shape is Choice {
  return choices in shape
}

function isList(shape: object): shape is readonly Shape[] {
  return Array.isArray(shape)
}
