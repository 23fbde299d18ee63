import type { Operation } from '../operations.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { Server } from '../servers.ts'

export type BaseUrl = string | { readonly [documentedServer: string]: string }

/** Where an operation is found: its first documented server that something stands in place of. */
export type BaseUrls = (operation: Operation) => string | undefined

/**
 * @param baseUrl one URL for the one server that the operations have, or a URL for each documented one
 * @throws {SandboxError} when it fits no documented server, or a secret would go there in the clear
 */
export function createBaseUrls(
  operations: readonly Operation[],
  baseUrl: BaseUrl,
  allowInsecureHttp: boolean,
): BaseUrls {
  const entries = typeof baseUrl === 'string' ? [onlyServer(operations, baseUrl)] : entriesOfMap(baseUrl)
  const replacements = entries.map(([documented, base]) => ({
    documented: documented.replace(/\/$/, ''),
    base: checkBase(base, allowInsecureHttp),
  }))
  // The longest first: a server's URL may be the beginning of another's.
  replacements.sort((a, b) => b.documented.length - a.documented.length)
  const replace = (server: Server, documented: string, base: string) => {
    const url = urlsOf(server).find((one) => one === documented || one.startsWith(`${documented}/`))
    return url === undefined ? undefined : base + url.slice(documented.length)
  }
  const servers = operations.flatMap((operation) => operation.servers)
  for (const { documented, base } of replacements) {
    const meant = servers.filter((server) => replace(server, documented, base) !== undefined)
    if (meant.length === 0)
      throw new SandboxError(
        `baseUrl: no document has the server ${documented}; there are ${listOf(servers)}.`,
      )
    if (new Set(meant.map(({ origin }) => origin)).size > 1)
      throw new SandboxError(
        `baseUrl: ${documented} stands for several servers; name one of ${listOf(meant)}.`,
      )
  }
  return (operation) => {
    for (const server of operation.servers) {
      for (const { documented, base } of replacements) {
        const url = replace(server, documented, base)
        if (url !== undefined) return url
      }
    }
    return undefined
  }
}

/** The URL of a server with its variables filled in, and as the document writes it. */
function urlsOf({ origin, basePath, template, isDefault }: Server): string[] {
  return [`${origin}${basePath}`, ...(isDefault ? [template.replace(/\/$/, '')] : [])]
}

function onlyServer(operations: readonly Operation[], baseUrl: string): [string, string] {
  const first = operations.flatMap(({ servers }) => servers.slice(0, 1))
  const urls = new Set(first.flatMap((server) => urlsOf(server).slice(0, 1)))
  const [url] = urls
  if (url === undefined) throw new SandboxError('document: there is no operation to verify.')
  if (urls.size > 1)
    throw new SandboxError(
      `baseUrl: the operations have several servers (${listOf(first)}); give an object with a URL for each.`,
    )
  return [url, baseUrl]
}

function listOf(servers: readonly Server[]): string {
  return [...new Set(servers.flatMap((server) => urlsOf(server).slice(0, 1)))].join(', ')
}

function entriesOfMap(baseUrl: BaseUrl): [string, string][] {
  const entries = Object.entries(Object(baseUrl)) as [string, string][]
  if (entries.length === 0 || Array.isArray(baseUrl))
    throw new SandboxError('baseUrl: must be a URL, or an object of URLs by documented server.')
  return entries
}

function checkBase(base: unknown, allowInsecureHttp: boolean): string {
  if (typeof base !== 'string' || !/^https?:\/\//i.test(base) || !URL.canParse(base))
    throw new SandboxError('baseUrl: must be an absolute http(s) URL.')
  const { protocol, hostname, origin, pathname, username, password, search, hash } = new URL(base)
  if (username || password || search || hash)
    throw new SandboxError('baseUrl: must have no user, password, query or fragment.')
  const isLoopback = /^(127\.\d+\.\d+\.\d+|\[::1\]|(.+\.)?localhost)$/.test(hostname)
  if (protocol === 'http:' && !isLoopback && !allowInsecureHttp)
    throw new SandboxError(
      `baseUrl: secrets need https, which http://${hostname} is not; use https, or allowInsecureHttp.`,
    )
  return `${origin}${pathname.replace(/\/$/, '')}`
}
