import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox, type Sandbox } from '@latchkey/contract'
import document from '@latchkey/gbg/openapi.json' with { type: 'json' }
import { startFleet, stopFleet } from './fleet.ts'
import { sendRequests } from './send-requests.ts'

const PROCESSES = 4
const REQUESTS = 200
const INTERRUPTED = 130

const client = { clientId: 'fleet-client', clientSecret: 'fleet-secret' }

async function main(sandbox: Sandbox, directory: string): Promise<number> {
  const url = await startFleet(PROCESSES, {
    GBG_URL: sandbox.url('https://eu.platform.go.gbgplc.com/v2/captain'),
    GBG_TOKEN_URL: sandbox.url('https://api.auth.gbgplc.com/as/token.oauth2'),
    GBG_CLIENT_ID: client.clientId,
    GBG_CLIENT_SECRET: client.clientSecret,
    TOKEN_DIRECTORY: directory,
  })
  const place = process.env['REDIS_URL'] === undefined ? 'a temporary directory' : 'Redis'
  console.log(`${PROCESSES} processes, one port. Their tokens are in ${place}.`)

  console.log(`\n${REQUESTS} requests at once, no token yet:`)
  const first = await sendRequests(url, REQUESTS, sandbox)

  sandbox.expireAll()
  console.log(`\n${REQUESTS} more, the token has expired on the server:`)
  const second = await sendRequests(url, REQUESTS, sandbox)

  return [first, second].every(({ answered, tokenCalls }) => answered === REQUESTS && tokenCalls === 1)
    ? 0
    : 1
}

const interrupted = once(process, 'SIGINT').then(() => INTERRUPTED)
const sandbox = await createSandbox([document], { clients: [{ ...client, scopes: ['gbg.token'] }] })
const directory = await mkdtemp(join(tmpdir(), 'latchkey-fleet-'))
let status: number
try {
  status = await Promise.race([main(sandbox, directory), interrupted])
} finally {
  await stopFleet()
  await sandbox.close()
  await rm(directory, { recursive: true })
}
// At once: after Ctrl-C there are requests that nobody answers any more.
process.exit(status)
