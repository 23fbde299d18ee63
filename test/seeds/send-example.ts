import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import type { Sandbox } from '@latchkey/contract'
import { fillPlaceholders, valuesFor } from './fill-placeholders.ts'
import type { CurlExample, MessageExample, SeedExample } from './seed-example.ts'

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** Sends an example to the sandbox, its placeholders replaced: by curl, or its bytes over a socket. */
export function sendExample(example: SeedExample, sandbox: Sandbox): Promise<WireAnswer> {
  const values = valuesFor(example, sandbox)
  if (example.kind === 'curl') return runCurl(fillPlaceholders(example.arguments, example, values))
  const { head, content = '' } = example
  return sendMessage(fillPlaceholders({ head, content }, example, values), new URL(`http://${values.host}`))
}

// Before the example's own arguments: no configuration file, no proxy, and the head of the answer in the output.
const output = ['--disable', '--noproxy', '*', '--silent', '--show-error', '--include']

async function runCurl(shown: CurlExample['arguments']): Promise<WireAnswer> {
  const { stdout } = await promisify(execFile)('curl', [...output, ...shown]).catch((error) => {
    if (error.code !== 'ENOENT') throw error
    throw new Error('curl is missing, which the seed examples are sent with; install it, then run again.')
  })
  const answer = readAnswer(Buffer.from(stdout))
  if (answer === undefined) throw new Error('curl ended before the whole answer was there.')
  return answer
}

type Message = Required<Pick<MessageExample, 'head' | 'content'>>

async function sendMessage({ head, content }: Message, { hostname, port }: URL): Promise<WireAnswer> {
  const length = content === '' ? [] : [`Content-Length: ${Buffer.byteLength(content)}`]
  const socket = connect(Number(port), hostname)
  socket.write([...head, ...length, '', content].join('\r\n'))
  let received = Buffer.alloc(0)
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk])
    const answer = readAnswer(received)
    if (answer !== undefined) return answer
  }
  throw new Error('The connection ended before the whole answer was there.')
}

/** The answer, or undefined while a part of it is missing; the sandbox tells the length of every body. */
function readAnswer(received: Buffer): WireAnswer | undefined {
  const headLength = received.indexOf('\r\n\r\n')
  if (headLength < 0) return undefined
  const [statusLine = '', ...fields] = received.toString('latin1', 0, headLength).split('\r\n')
  const headers = new Headers(fields.map((field) => field.split(/:(.*)/s, 2) as [string, string]))
  const body = received.subarray(headLength + 4)
  if (body.byteLength < Number(headers.get('content-length'))) return undefined
  return { status: Number(statusLine.split(' ')[1]), headers, body: body.toString() }
}
