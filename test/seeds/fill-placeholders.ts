import type { Sandbox } from '@latchkey/contract'
import type { Placeholder, SeedExample } from './seed-example.ts'
import { client, user } from './start-sandbox.ts'

/** The sandbox's values for the placeholders; the tokens are those of its first answer unless given. */
export function valuesFor(
  example: SeedExample,
  sandbox: Sandbox,
  issued = sandbox.issued[0],
): { readonly [name in Placeholder]: string | undefined } {
  const origin = sandbox.origin(example.request.server)
  const credentials = `${client.clientId}:${client.clientSecret}`
  return {
    ...client,
    ...user,
    credentials,
    basic: Buffer.from(credentials).toString('base64'),
    accessToken: issued?.accessToken,
    refreshToken: issued?.refreshToken,
    origin,
    host: new URL(origin).host,
  }
}

/** A copy of a part of the example, in which the placeholders are replaced in every text and nothing else is. */
export function fillPlaceholders<Part>(
  part: Part,
  { placeholders }: SeedExample,
  values: { readonly [name in Placeholder]: string | undefined },
): Part {
  // One placeholder may stand in another: a host in its origin.
  const longestFirst = Object.entries(placeholders).toSorted(([a], [b]) => b.length - a.length)
  const replace = (text: string, [placeholder, name]: [string, Placeholder]): string =>
    text.replaceAll(placeholder, () => {
      const value = values[name]
      if (value === undefined) throw new Error(`There is no ${name} to put in place of ${placeholder}.`)
      return value
    })
  const fill = (_: string, value: unknown) =>
    typeof value === 'string' ? longestFirst.reduce(replace, value) : value
  return JSON.parse(JSON.stringify(part, fill))
}
