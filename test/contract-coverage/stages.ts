import { createContractState, createHandlers, createSandbox, type StateOptions } from '@latchkey/contract'
import { getResponse } from 'msw'
import { client, user } from '../seeds/start-sandbox.ts'

/** What answers: the sandbox over HTTP, or msw's handlers. Requests name the documented URLs. */
export interface Stage {
  readonly name: 'sandbox' | 'handlers'
  send(request: Request): Promise<Response>
  /** Lets the next request to an operation end with a documented status. */
  failNext(operation: { name: string; method: string; path: string }, status: number): void
  close(): Promise<void>
}

const people = { clients: [client], users: [user] }

export async function sandboxStage(documents: readonly object[], options: StateOptions = {}): Promise<Stage> {
  const sandbox = await createSandbox(documents, { ...people, ...options })
  return {
    name: 'sandbox',
    send: (request) => fetch(new Request(sandbox.url(request.url), request)),
    failNext: ({ name }, status) => sandbox.fail({ on: name, status, times: 1 }),
    close: () => sandbox.close(),
  }
}

export async function handlersStage(
  documents: readonly object[],
  options: StateOptions = {},
): Promise<Stage> {
  const state = createContractState({ ...people, ...options })
  const contract = createHandlers(documents, { state })
  let failing: typeof contract.handlers = []
  return {
    name: 'handlers',
    async send(request) {
      const handlers = [...failing, ...contract.handlers]
      const response = await getResponse(handlers, request)
      if (response === undefined) throw new Error(`No handler answers ${request.method} ${request.url}.`)
      return response
    },
    failNext({ method, path }, status) {
      let left = 1
      const once = () => (left-- > 0 ? { status } : undefined)
      failing = contract.override({ [`${method} ${path}`]: once })
    },
    close: async () => {},
  }
}
