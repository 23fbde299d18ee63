import { checkMembers } from './check-members.ts'
import { childOf, complain, type DocumentNode, entriesOf, placeOf } from './documents.ts'

const refusals = [
  'client_rejected',
  'grant_rejected',
  'scope_rejected',
  'grant_type_rejected',
  'request_rejected',
] as const

/** Why a token request is refused, in the words of `x-token-error`. */
export type Refusal = (typeof refusals)[number]

/** Checks the `x-token-error` of a response: its members, and that the examples that it names are there. */
export function checkTokenError(response: DocumentNode): void {
  const extension = childOf(response, 'x-token-error')
  if (extension.value === undefined) return
  checkMembers(placeOf(extension), extension.value, [...refusals, 'transient'])
  // The media type that is answered where nothing else is asked for.
  const [[, media] = []] = entriesOf(childOf(response, 'content'))
  const examples = media ? entriesOf(childOf(media, 'examples')).map(([name]) => name) : []
  for (const [, mark] of entriesOf(extension)) {
    if (mark.value === null || examples.includes(mark.value as string)) continue
    const known = [...examples, 'null (no body)'].join(', ')
    throw complain(mark, `the response has no example ${mark.value}; name one of ${known}.`)
  }
}
