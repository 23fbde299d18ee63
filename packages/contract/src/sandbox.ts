import type { Answer } from './answer.ts'
import { createContractState } from './contract-state.ts'
import { openControlServer } from './control/control-server.ts'
import { type HttpServer, openHttpServer } from './http-server.ts'
import { createOrigins, type Origins } from './origins.ts'
import { readMessage } from './read-message.ts'
import { createResponder, type Responder } from './responder.ts'
import type { Sandbox } from './sandbox-interface.ts'
import { checkOptions, type SandboxOptions } from './sandbox-options.ts'

/**
 * Starts a sandbox that behaves as the OpenAPI documents say: it checks credentials, validates every request, issues,
 * rotates, expires and revokes tokens, guards the secured operations and answers with the documented examples.
 *
 * @param documents parsed OpenAPI 3.1 documents; `x-token-operation` marks the operations that issue tokens
 * @throws {SandboxError} when an option or a document is wrong, or a port is busy
 */
export async function createSandbox(
  documents: readonly unknown[],
  options: SandboxOptions,
): Promise<Sandbox> {
  const checked = checkOptions(options)
  const state = createContractState(checked.state)
  const responder = createResponder(documents, state)
  const loopback = new Map<string, string>()
  const origins = createOrigins(responder.operations, loopback)
  const opened: HttpServer[] = []
  const sandbox = {
    origin: origins.origin,
    url: origins.url,
    origins: loopback,
    controlOrigin: undefined as string | undefined,
    revokeAll: state.tokens.revokeAll,
    expireAll: state.tokens.expireAll,
    fail: responder.faults.fail,
    delay: responder.faults.delay,
    requests: responder.requests,
    issued: state.tokens.issued,
    reuses: state.tokens.reuses,
    close: () => closeAll(opened),
  } satisfies Sandbox
  try {
    await openServers(responder, checked, origins, (serverOrigin, server) => {
      opened.push(server)
      loopback.set(serverOrigin, server.origin)
    })
    if (checked.controlPort !== undefined) {
      const control = await openControlServer(sandbox, checked.controlPort)
      opened.push(control)
      sandbox.controlOrigin = control.origin
    }
  } catch (error) {
    await closeAll(opened)
    throw error
  }
  return sandbox
}

async function openServers(
  responder: Responder,
  { host, port }: { host: string; port: number },
  origins: Origins,
  keep: (serverOrigin: string, server: HttpServer) => void,
): Promise<void> {
  for (const [index, serverOrigin] of responder.routes.origins.entries()) {
    const server = await openHttpServer(host, port && port + index, serverOrigin, async (message, gone) => {
      const answer = await responder.respond(serverOrigin, await readMessage(message), { gone })
      return answer && withLoopbackLocation(answer, origins)
    })
    keep(serverOrigin, server)
  }
}

function withLoopbackLocation(answer: Answer, origins: Origins): Answer {
  const { location } = answer.headers
  return location === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, location: origins.translate(location) } }
}

async function closeAll(servers: readonly HttpServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.close()))
}
