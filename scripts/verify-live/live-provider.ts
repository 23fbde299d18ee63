import type { OpenApiDocument } from '../generate/openapi-document.ts'
import type { Spec } from '../generate/read-specs.ts'
import { serverUrl } from '../generate/server-url.ts'

/** A provider with its documents, as `specs/` has them. */
export interface LiveProvider {
  /** Of its package, and of its variables in capitals: `gbg`. */
  readonly name: string
  readonly documents: readonly OpenApiDocument[]
  /** The first server of each group that a document has: what is asked where nobody says otherwise. */
  readonly servers: readonly string[]
}

export function liveProviders(specs: readonly Spec[]): LiveProvider[] {
  const names = new Set(specs.map(({ packageName }) => packageName))
  return [...names].map((name) => {
    const documents = specs.flatMap(({ packageName, document }) => (packageName === name ? [document] : []))
    return { name, documents, servers: [...new Set(documents.flatMap(firstServers))] }
  })
}

/** The servers of the document, its paths and its operations stand in lists of that name, at any depth. */
function firstServers(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'servers' && Array.isArray(value) ? value.slice(0, 1).map(serverUrl) : firstServers(value),
  )
}
