import { isObject } from './json-pointer.ts'
import { SandboxError } from './sandbox-error.ts'

/** Refuses what is no object or has a member of another name: a misspelt option would do nothing. */
export function checkMembers(name: string, value: unknown, known: readonly string[]): void {
  if (!isObject(value) || Array.isArray(value)) throw new SandboxError(`${name}: must be an object.`)
  const unknown = Object.keys(value).find((member) => !known.includes(member))
  if (unknown !== undefined)
    throw new SandboxError(`${name}: there is no ${unknown}; there are ${known.join(', ')}.`)
}
