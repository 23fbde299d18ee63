import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Answer, jsonAnswer } from './answer.ts'
import { writeAnswer } from './http-answer.ts'
import { SandboxError } from './sandbox-error.ts'

/** Answers a message, or returns undefined to break the connection. */
type Respond = (message: IncomingMessage, gone: AbortSignal) => Promise<Answer | undefined>

export interface HttpServer {
  /** Such as `http://127.0.0.1:41234`. */
  readonly origin: string
  /** Ends every connection at once. */
  close(): Promise<void>
}

/** Listens; `name` says in an error for whom. */
export async function openHttpServer(
  host: string,
  port: number,
  name: string,
  respond: Respond,
): Promise<HttpServer> {
  const server = createServer((message, response) => void answerMessage(message, response, respond))
  server.on('clientError', refuseGarbage)
  await listen(server, host, port, name)
  const { address, family, port: actual } = server.address() as AddressInfo
  return {
    origin: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function listen(server: Server, host: string, port: number, name: string): Promise<void> {
  if (port > 65_535)
    throw new SandboxError(`port ${port}, wanted for ${name}, does not exist; begin with a lower port.`)
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${error.code})`
      reject(
        new SandboxError(
          `port ${port} on ${host} ${reason}, wanted for ${name}; choose another port or leave it out.`,
        ),
      )
    })
    server.listen(port, host, resolve)
  })
}

const garbage: { readonly [code: string]: string } = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

function refuseGarbage({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  const status = garbage[code] ?? '400 Bad Request'
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  else socket.destroy()
}

async function answerMessage(
  message: IncomingMessage,
  response: ServerResponse,
  respond: Respond,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    const answer = await respond(message, gone.signal)
    if (answer === undefined) message.socket.resetAndDestroy()
    else await writeAnswer(message, response, answer, gone.signal)
  } catch (error) {
    // A client that has gone away needs no answer, and its going is nobody's fault.
    if (gone.signal.aborted || response.headersSent || !message.complete) return void response.destroy()
    const reason = error instanceof Error ? error.message : String(error)
    const answer = jsonAnswer(500, { error: 'sandbox_error', message: reason.split('\n')[0] })
    await writeAnswer(message, response, answer, gone.signal)
  }
}
