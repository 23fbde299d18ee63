import type { Server } from '../generate/openapi-document.ts'

/** The URL of a server without its last slash, with the defaults of its variables in place. */
export function serverUrl(server: Server | undefined): string | undefined {
  if (server === undefined) return undefined
  const variables = (server.variables ?? {}) as Record<string, { default?: string }>
  return server.url
    .replaceAll(/\{(\w+)\}/g, (whole, name: string) => variables[name]?.default ?? whole)
    .replace(/\/$/, '')
}
