import type { Kind } from './judged-request.ts'

/** A value with one thing changed. */
interface BrokenValue {
  readonly kind: Kind
  /** Such as `without /body/scope`. */
  readonly name: string
  /** A JSON pointer into the request. */
  readonly pointer: string
  readonly value: unknown
}

/** A JSON body with one member at a time left out, empty, of another value or type; one of a list for all of it. */
export function brokenJson(body: unknown): BrokenValue[] {
  return [
    ...placesOf(body, '/body', (value) => value).flatMap((place) => broken(place, changesOf(place.value))),
    { kind: 'type', name: 'a list for /body', pointer: '/body', value: [body] },
    ...withOneMore(body),
  ]
}

/** A form with one member at a time left out, empty, of another value, or sent twice. */
export function brokenForm(form: object): BrokenValue[] {
  const members = placesOf(form, '/body', (value) => value).flatMap((place) => {
    const twice: Change = { kind: 'repeated', word: 'twice', value: [place.value, place.value] }
    // In a form everything is text.
    return broken(place, [...changesOf(place.value).filter(({ kind }) => kind !== 'type'), twice])
  })
  return [...members, ...withOneMore(form)]
}

/** A text in the place of a parameter: left out, empty, another one. */
export function brokenText(text: string, pointer: string): BrokenValue[] {
  const changes = changesOf(text).filter(({ kind }) => kind !== 'type')
  return broken({ pointer, value: text, put: (value) => value }, changes)
}

interface Place {
  readonly pointer: string
  readonly value: unknown
  /** The whole with another value here; without one where it is undefined. */
  put(value: unknown): unknown
}

interface Change {
  readonly kind: Kind
  readonly word: string
  readonly value: unknown
}

function broken({ pointer, put }: Place, changes: readonly Change[]): BrokenValue[] {
  return changes.map(({ kind, word, value }) => ({
    kind,
    name: `${word} ${pointer}`,
    pointer,
    value: put(value),
  }))
}

function changesOf(value: unknown): Change[] {
  const text: Change[] = [
    { kind: 'value', word: 'another', value: 'unheard-of' },
    { kind: 'empty', word: 'empty', value: '' },
    { kind: 'type', word: 'a number for', value: 42 },
  ]
  return [
    { kind: 'missing', word: 'without', value: undefined },
    ...(typeof value === 'string' ? text : [{ kind: 'type', word: 'a text for', value: 'text' } as const]),
  ]
}

function withOneMore(body: unknown): BrokenValue[] {
  if (typeof body !== 'object') return []
  const pointer = '/body/unheard-of'
  return [{ kind: 'extra', name: `with ${pointer}`, pointer, value: { ...body, 'unheard-of': 'text' } }]
}

/** Everything below the root; of a list its first item. */
function placesOf(value: unknown, pointer: string, put: Place['put']): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const names = Array.isArray(value) ? Object.keys(value).slice(0, 1) : Object.keys(value)
  return names.flatMap((name) => {
    const member = (value as Readonly<Record<string, unknown>>)[name]
    const place: Place = {
      pointer: `${pointer}/${name}`,
      value: member,
      put: (other) => put(withMember(value, name, other)),
    }
    return [place, ...placesOf(member, place.pointer, place.put)]
  })
}

function withMember(value: object, name: string, member: unknown): unknown {
  const changed = Object.entries({ ...value, [name]: member }).filter(([, each]) => each !== undefined)
  return Array.isArray(value) ? changed.map(([, each]) => each) : Object.fromEntries(changed)
}
