/** What workerd offers to modules of a worker. */
declare module 'cloudflare:workers' {
  export const env: { readonly STAGE: string }
  export function waitUntil(promise: Promise<unknown>): void
}
