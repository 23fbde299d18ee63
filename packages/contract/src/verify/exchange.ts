import type { VerifyClock, VerifyOptions } from './verify-options.ts'

/** An answer with its whole body. */
export interface ServerAnswer {
  readonly status: number
  /** By name in lower case. */
  readonly headers: { readonly [name: string]: string }
  readonly bytes: Uint8Array
}

/** Why there is no answer, in words that carry nothing of what was sent or received. */
export interface NoAnswer {
  readonly failure: string
}

const maxBodyBytes = 16 * 1024 * 1024

/** Sends one request and reads its answer to the end; redirects are answers. Rejects only when `signal` is aborted. */
export async function exchange(
  url: string,
  init: RequestInit,
  {
    fetch = globalThis.fetch,
    signal,
    timeoutMs = 10_000,
  }: Pick<VerifyOptions, 'fetch' | 'signal' | 'timeoutMs'>,
): Promise<ServerAnswer | NoAnswer> {
  signal?.throwIfAborted()
  const ended = new AbortController()
  const abort = () => ended.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  const timedOut = new Error('timeout')
  const timer = setTimeout(() => ended.abort(timedOut), timeoutMs)
  // A fetch of the caller's may not listen to the signal.
  const cut = new Promise<never>((_, reject) =>
    ended.signal.addEventListener('abort', () => reject(ended.signal.reason), { once: true }),
  )
  try {
    const read = async () =>
      readAnswer(await fetch(url, { ...init, redirect: 'manual', signal: ended.signal }))
    return await Promise.race([read(), cut])
  } catch (error) {
    signal?.throwIfAborted()
    if (ended.signal.reason === timedOut) return { failure: `no complete answer within ${timeoutMs} ms` }
    return { failure: `no complete answer (${codeOf(error)})` }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

async function readAnswer(response: Response): Promise<ServerAnswer | NoAnswer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += piece.byteLength
    if (length > maxBodyBytes) return { failure: `a body of more than ${maxBodyBytes} bytes` }
    pieces.push(piece)
  }
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    bytes: Buffer.concat(pieces),
  }
}

// The message of an error may quote a URL or a header; its code names the cause, TLS included.
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown }
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return code
  }
  return 'the connection failed'
}

/** How long the server asks to be left alone; a second where it does not say. */
export function retryAfterMs({ headers }: ServerAnswer, clock: VerifyClock): number {
  const value = headers['retry-after']?.trim() ?? ''
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const until = Date.parse(value)
  if (Number.isNaN(until)) return 1000
  // The server's own clock counts, so that a wrong one here changes nothing.
  const sent = Date.parse(headers['date'] ?? '')
  return Math.max(until - (Number.isNaN(sent) ? clock.now() : sent), 0)
}
