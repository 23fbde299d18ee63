import type { CachingTokenSource, TokenSource } from '@latchkey/auth-core'
import { canaries } from './canaries.ts'
import { apiUrl } from './world.ts'

const { accessToken, clientSecret } = canaries

interface AnyClient {
  readonly GET: (path: string) => Promise<unknown>
  readonly tokens: TokenSource
}

/** Uses what can be used, and says what came of it: results and errors, but no AccessToken. */
export async function use(exhibit: unknown): Promise<unknown[]> {
  if (Array.isArray(exhibit)) return (await Promise.all(exhibit.map(use))).flat()
  if (typeof exhibit === 'function') return [exhibit, await settled(() => exhibit(`${apiUrl}/documents`))]
  const held: unknown[] = [exhibit]
  const { tokens, GET } = (exhibit ?? {}) as Partial<AnyClient>
  if (GET !== undefined)
    held.push(await settled(() => GET('/documents')), await settled(() => GET(clientSecret)))
  const source = tokens ?? (exhibit as Partial<CachingTokenSource> | undefined)
  if (source?.getToken !== undefined) {
    held.push(source)
    for (const options of [{}, { forceRefresh: true }, { forceRefresh: true, signal: abortedSoon() }])
      held.push(await failure(() => source.getToken?.(options)))
    source.invalidate?.(accessToken)
    held.push(await failure(() => source.getToken?.()))
  }
  return held
}

function abortedSoon(): AbortSignal {
  const abort = new AbortController()
  queueMicrotask(() => abort.abort())
  return abort.signal
}

async function settled(work: () => unknown): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    return error
  }
}

/** What a token source throws; the token that it returns is the one thing that may show itself. */
async function failure(work: () => unknown): Promise<unknown> {
  const result = await settled(work)
  return result instanceof Error ? result : undefined
}
