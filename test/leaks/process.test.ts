import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { canaries, leaksIn } from './canaries.ts'

const child = fileURLToPath(new URL('process.child.ts', import.meta.url))

/** All that a process of its own prints, and how it ends. */
function run(scenario: string) {
  const env = { ...process.env, NODE_DEBUG: undefined, CANARIES: JSON.stringify(canaries) }
  return new Promise<{ status: unknown; printed: string }>((resolve) => {
    execFile(process.execPath, [child, scenario], { env }, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, printed: stdout + stderr }),
    )
  })
}

/** The codes, from the table that documents them. */
const documented = readFileSync('packages/auth-core/src/errors.ts', 'utf8').matchAll(/^ \* \| `(\w+)` \|/gm)
const codes = [...documented].map(([, code = '']) => code)

it('B17 every documented error is met', () => {
  expect(codes.length).toBeGreaterThan(12)
})

it.concurrent.each(codes)('B17 a process that crashes with %s prints no secret', async (code) => {
  const { status, printed } = await run(code)
  expect(printed).toContain(`code: '${code}'`)
  expect(status).toBe(1)
  expect(leaksIn(printed)).toEqual([])
})

it.concurrent('B17 a process that dies of an unhandled rejection prints no secret', async () => {
  const { status, printed } = await run('rejection')
  expect(printed).toContain(`code: 'client_rejected'`)
  expect(status).toBe(1)
  expect(leaksIn(printed)).toEqual([])
})

it.concurrent('B17 a process that logs whatever it holds prints no secret', async () => {
  const { status, printed } = await run('logs')
  expect(status).toBe(0)
  expect(printed).toContain('[redacted]')
  expect(printed.length).toBeGreaterThan(10_000)
  expect(leaksIn(printed)).toEqual([])
})
