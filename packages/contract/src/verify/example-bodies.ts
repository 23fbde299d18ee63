import { childOf, entriesOf } from '../documents.ts'
import { exampleOf } from '../example.ts'
import { formMediaType, isJson, isText, mediaTypeOf } from '../media-type.ts'
import type { Operation } from '../operations.ts'

/** A documented request body. */
interface ExampleBody {
  /** Empty where the document gives it no name. */
  readonly name: string
  readonly content: unknown
}

/** The documented bodies in the first media type that can be made; none where the operation takes no body. */
export function exampleBodies(operation: Operation): {
  readonly mediaType?: string
  readonly bodies: ExampleBody[]
} {
  const contents = entriesOf(childOf(operation.node, 'requestBody', 'content'))
  const [type, media] = contents.find(([range]) => isMade(mediaTypeOf(range) ?? '')) ?? []
  if (type === undefined || media === undefined) return { bodies: [] }
  const named = entriesOf(childOf(media, 'examples')).map(([name, example]) => ({
    name,
    content: childOf(example, 'value').value,
  }))
  const only = exampleOf(media)
  const bodies = named.length > 0 ? named : only === undefined ? [] : [{ name: '', content: only }]
  return { mediaType: type, bodies }
}

function isMade(mediaType: string): boolean {
  return isJson(mediaType) || mediaType === formMediaType || (isText(mediaType) && !mediaType.includes('*'))
}
