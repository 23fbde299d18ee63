import { type IncomingMessage, type ServerResponse, STATUS_CODES, validateHeaderValue } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Answer } from './answer.ts'
import { toWire, type WireAnswer } from './answer-wire.ts'

/** Writes an answer as its delivery asks. Rejects when `gone` tells that the client has gone away. */
export async function writeAnswer(
  message: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  gone: AbortSignal,
): Promise<void> {
  const { waitMs = 0, headMs, pieces, resetAfter } = answer.delivery ?? {}
  const wire = toWire(answer)
  if (waitMs > 0) await pause(waitMs, undefined, { signal: gone })
  if (headMs !== undefined) return writeSlowHead(message, wire, headMs, gone)
  response.writeHead(wire.status, wire.headers)
  if (resetAfter !== undefined) return writeBroken(message, response, wire.body?.subarray(0, resetAfter))
  if (pieces !== undefined) await writePieces(response, wire.body ?? Buffer.alloc(0), pieces, gone)
  response.end(pieces === undefined ? wire.body : undefined)
}

async function writePieces(
  response: ServerResponse,
  body: Uint8Array,
  { bytes, ms }: { bytes: number; ms: number },
  gone: AbortSignal,
): Promise<void> {
  response.flushHeaders()
  for (let start = 0; start < body.byteLength; start += bytes) {
    response.write(body.subarray(start, start + bytes))
    await pause(ms, undefined, { signal: gone })
  }
}

function writeBroken(message: IncomingMessage, response: ServerResponse, body?: Uint8Array): void {
  const reset = () => void message.socket.resetAndDestroy()
  response.flushHeaders()
  // Only what has been handed over reaches the client before the reset.
  if (body && body.byteLength > 0) response.write(body, reset)
  else message.socket.write('', reset)
}

// Past the ServerResponse, which writes a head only as a whole.
async function writeSlowHead(
  { socket, method }: IncomingMessage,
  { status, headers, body }: WireAnswer,
  ms: number,
  gone: AbortSignal,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value)
  const fields = Object.entries({ ...headers, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...fields, '']
  for (const line of lines) {
    socket.write(`${line}\r\n`)
    await pause(ms / lines.length, undefined, { signal: gone })
  }
  socket.end(method === 'HEAD' ? '' : (body ?? ''))
}
