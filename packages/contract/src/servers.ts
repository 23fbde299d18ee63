import { childOf, complain, type DocumentNode, entriesOf } from './documents.ts'

/** A server entry with its variables filled in. */
export interface Server {
  readonly origin: string
  /** Without a trailing slash. */
  readonly basePath: string
  /** The URL as the document writes it. */
  readonly template: string
  /** Whether every variable has its default. */
  readonly isDefault: boolean
}

/** The servers of an operation: its own, else its path's, else its document's. */
export function serversOf(...owners: DocumentNode[]): Server[] {
  for (const owner of owners) {
    const servers = entriesOf(childOf(owner, 'servers')).flatMap(([, server]) => expandServer(server))
    if (servers.length > 0) return servers
  }
  const nearest = owners.at(-1) as DocumentNode
  throw complain(childOf(nearest, 'servers'), 'an operation has no server; name one with an absolute URL.')
}

/** One server for each combination of the variables' values; the combination of the defaults comes first. */
function expandServer(server: DocumentNode): Server[] {
  const template = childOf(server, 'url').value
  if (typeof template !== 'string') throw complain(server, 'the server has no url; give it one.')
  const names = [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name as string)
  let urls = [template]
  for (const name of new Set(names)) {
    const values = variableValues(server, name)
    urls = urls.flatMap((url) => values.map((value) => url.replaceAll(`{${name}}`, value)))
  }
  return urls.map((url, index) => ({ ...parseServer(server, url), template, isDefault: index === 0 }))
}

function variableValues(server: DocumentNode, name: string): string[] {
  const variable = childOf(server, 'variables', name)
  const fallback = childOf(variable, 'default').value
  if (typeof fallback !== 'string')
    throw complain(variable, 'the server variable has no default; give it one.')
  const listed = childOf(variable, 'enum').value
  return [...new Set([fallback, ...(Array.isArray(listed) ? listed.map(String) : [])])]
}

function parseServer(server: DocumentNode, url: string): Pick<Server, 'origin' | 'basePath'> {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw complain(childOf(server, 'url'), 'the server url is not an absolute http(s) URL; write it out.')
  const { origin, pathname } = new URL(url)
  return { origin, basePath: pathname.replace(/\/$/, '') }
}
