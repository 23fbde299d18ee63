import type { Server } from './openapi-document.ts'

/** The URL of a server, with the defaults of its variables in place. */
export function serverUrl({ url, variables = {} }: Server): string {
  return url.replaceAll(/\{(\w+)\}/g, (whole, name: string) => variables[name]?.default ?? whole)
}
