/** The members of a JSON pointer (RFC 6901), unescaped. */
export function parsePointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((member) => member.replaceAll('~1', '/').replaceAll('~0', '~'))
}

export function escapeMember(member: string): string {
  return member.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The member called `name`; own members only, so that `constructor` is not one. */
export function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

export function readPointer(value: unknown, pointer: string): unknown {
  return parsePointer(pointer).reduce(memberOf, value)
}

/** A copy of `value` with `member` set at the pointer, or without it when undefined; missing parents are made. */
export function writePointer(value: unknown, [first, ...rest]: string[], member: unknown): unknown {
  if (first === undefined) return member
  const members = isObject(value) && !Array.isArray(value) ? value : {}
  const written = writePointer(memberOf(members, first), rest, member)
  if (written !== undefined) return { ...members, [first]: written }
  const { [first]: _, ...others } = members
  return others
}

export function isObject(value: unknown): value is { [name: string]: unknown } {
  return typeof value === 'object' && value !== null
}
