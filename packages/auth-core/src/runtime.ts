/**
 * Whether what was begun while one request was served may be awaited while another one is. Not on workerd, where it
 * may end with the request it belongs to.
 * @see https://developers.cloudflare.com/workers/runtime-apis/context/
 */
export function sharesPromises(): boolean {
  const { navigator } = globalThis as { navigator?: { userAgent?: unknown } }
  return navigator?.userAgent !== 'Cloudflare-Workers'
}
