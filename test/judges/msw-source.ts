import { load } from './installed.ts'
import type { Judge } from './judge.ts'
import { initOf } from './judged-request.ts'

interface MswSource {
  fromOpenApi(document: object): Promise<object[]>
}

interface Msw {
  getResponse(handlers: readonly object[], request: Request): Promise<Response | undefined>
}

/** The handlers that `@msw/source` makes of the documents. */
export async function openMswSource(documents: readonly object[]): Promise<Judge> {
  const { fromOpenApi } = load('@msw/source/open-api') as MswSource
  const { getResponse } = load('msw') as Msw
  const handlers: object[] = []
  // A copy: it writes into what it reads.
  for (const document of documents) handlers.push(...(await fromOpenApi(structuredClone(document))))
  return {
    name: '@msw/source',
    send: (request) =>
      getResponse(handlers, new Request(`${request.server}${request.target}`, initOf(request))),
    close: async () => {},
  }
}
