import type { Operation } from './operations.ts'
import { SandboxError } from './sandbox-error.ts'
import type { Server } from './servers.ts'

/** The loopback origins that stand for the documented servers. */
export interface Origins {
  /** The loopback origin of a documented server URL, URL template or origin. */
  origin(serverUrl: string): string
  /** The documented URL with its origin replaced by the loopback origin. */
  url(documentedUrl: string): string
  /** The same for a URL that may be of no documented server, which is left as it is. */
  translate(url: string): string
}

export function createOrigins(
  operations: readonly Operation[],
  loopback: ReadonlyMap<string, string>,
): Origins {
  const servers = operations.flatMap((operation) => operation.servers)
  function url(documentedUrl: string): string {
    const known = [...new Set(servers.flatMap(({ origin, template }) => [origin, template]))].join(', ')
    if (typeof documentedUrl !== 'string')
      throw new SandboxError(`the URL of a documented server must be a text; there are ${known}.`)
    const found = translated(documentedUrl, servers, loopback)
    if (found !== undefined) return found
    throw new SandboxError(`no document has the server ${withoutUser(documentedUrl)}; there are ${known}.`)
  }
  return {
    url,
    origin: (serverUrl) => new URL(url(serverUrl)).origin,
    translate: (location) => translated(location, servers, loopback) ?? location,
  }
}

function translated(
  url: string,
  servers: readonly Server[],
  loopback: ReadonlyMap<string, string>,
): string | undefined {
  const server = serverOfTemplate(url, servers)
  if (server !== undefined) {
    const rest = url.slice(server.template.replace(/\/$/, '').length)
    return `${loopback.get(server.origin)}${server.basePath}${rest}`
  }
  const [, origin = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/is.exec(url) ?? []
  const local = URL.canParse(origin) ? loopback.get(new URL(origin).origin) : undefined
  return local === undefined ? undefined : `${local}${rest}`
}

function serverOfTemplate(url: string, servers: readonly Server[]): Server | undefined {
  const meant = servers.filter(
    ({ template, isDefault }) => isDefault && template.includes('{') && url.startsWith(template),
  )
  // The longest template: one may be the beginning of another.
  const [server] = meant.sort((a, b) => b.template.length - a.template.length)
  const origins = new Set(
    meant.filter(({ template }) => template === server?.template).map(({ origin }) => origin),
  )
  if (origins.size > 1)
    throw new SandboxError(
      `${server?.template} stands for several servers; name one of ${[...origins].join(', ')}.`,
    )
  return server
}

function withoutUser(url: string): string {
  return url.replace(/\/\/[^/]*@/, '//')
}
