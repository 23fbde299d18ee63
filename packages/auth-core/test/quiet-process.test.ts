import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const child = fileURLToPath(new URL('quiet-process.child.ts', import.meta.url))

/** Runs the child to its end: an unhandled rejection ends it with 1, an await that nothing can end with 13. */
function run(scenario: string, tokenUrl = 'https://id.example/token') {
  return new Promise<{ code: unknown; stdout: string; stderr: string; lastedMs: number }>((resolve) => {
    const begun = performance.now()
    execFile(process.execPath, [child, scenario, tokenUrl], { timeout: 9_000 }, (error, stdout, stderr) => {
      resolve({
        code: error?.code ?? (error ? error.signal : 0),
        stdout,
        stderr,
        lastedMs: performance.now() - begun,
      })
    })
  })
}

const quiet = (stdout: string) => expect.objectContaining({ code: 0, stdout: `${stdout}\n`, stderr: '' })

describe('B23 quiet process', () => {
  it('B23 ends with 0 although a background refresh is pending', async () => {
    expect(await run('pending')).toEqual(quiet('stored'))
  })

  it('B23 ends with 0 when the background token call on an open socket times out', async () => {
    let requests = 0
    const server = createServer(() => requests++).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(await run('socket', `http://127.0.0.1:${port}/token`)).toEqual(quiet('stored'))
    expect(requests).toBe(1)
    server.close()
  })

  it('B11 B23 ends with 0 although a background refresh waits for a hanging store', async () => {
    expect(await run('hangingStore')).toEqual(quiet('stored'))
  })

  it('B04 B23 ends with 0 and says nothing after a background refresh has failed', async () => {
    expect(await run('failing')).toEqual(quiet('stored'))
  })

  it('B23 a caller who waits through a back-off keeps the process alive', async () => {
    const outcome = await run('backOff')
    expect(outcome).toEqual(quiet('second'))
    expect(outcome.lastedMs).toBeGreaterThan(250)
  })

  it('B23 a caller who waits for a time-out keeps the process alive', async () => {
    expect(await run('timeOut')).toEqual(quiet('token_endpoint_unavailable'))
  })

  it('B23 a caller who waits for the time-out of an API call keeps the process alive', async () => {
    expect(await run('apiTimeOut')).toEqual(quiet('api_unreachable'))
  })

  it('B23 an API call that is over keeps it no longer', async () => {
    const outcome = await run('apiAnswer')
    expect(outcome).toEqual(quiet('200'))
    expect(outcome.lastedMs).toBeLessThan(9_000)
  })
})
