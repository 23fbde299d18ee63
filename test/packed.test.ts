import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PackedPackages, packPackages, run } from './packed-packages.ts'
import { buildApp } from './runtimes/app.ts'
import { program } from './runtimes/runtimes.ts'
import { openStage } from './runtimes/stage.ts'

let packed: PackedPackages

beforeAll(() => {
  packed = packPackages()
})

afterAll(() => packed.remove())

describe('packed packages', () => {
  it('answers a first call from the packed client and the packed sandbox', () => {
    const app = packed.install('main-job', ['gbg', 'auth-core', 'contract'])
    writeFileSync(
      join(app, 'main.js'),
      `import { createSandbox } from '@latchkey/contract'
      import { createGbgClient } from '@latchkey/gbg'
      import document from '@latchkey/gbg/openapi.json' with { type: 'json' }
      const client = { clientId: 'packed-client', clientSecret: 'packed-secret' }
      const sandbox = await createSandbox([document], { clients: [client] })
      const gbg = createGbgClient({
        ...client,
        baseUrl: sandbox.url('https://eu.platform.go.gbgplc.com/v2/captain'),
        tokenUrl: sandbox.url('https://api.auth.gbgplc.com/as/token.oauth2'),
      })
      const { response } = await gbg.POST('/journey/start', { body: { resourceId: 'a@latest', context: { config: { delivery: 'api' }, subject: {} } } })
      console.log(response.ok, sandbox.issued.length)
      await sandbox.close()`,
    )
    expect(run(process.execPath, ['main.js'], app)).toBe('true 1\n')
  })

  it('compiles with @latchkey/contract alone: without msw and @types/node, with skipLibCheck off', () => {
    const app = packed.install('types', ['contract'])
    writeFileSync(
      join(app, 'main.ts'),
      `import { type ContractHandlers, createHandlers, createSandbox, verify } from '@latchkey/contract'
      export const handlers: ContractHandlers<{ readonly '/': unknown }> = createHandlers({})
      export const sandbox = await createSandbox([{}], { clients: [] })
      export const requests: number = sandbox.requests.length
      // @ts-expect-error a client has a secret
      export const wrong = createSandbox([{}], { clients: [{ clientId: 'a' }] })
      export const report = await verify({}, { baseUrl: sandbox.origin('https://api.example.com') })`,
    )
    const tsc = join(import.meta.dirname, '../node_modules/typescript/bin/tsc')
    const options =
      '--noEmit --strict --skipLibCheck false --module nodenext --target es2022 --lib es2023,dom'
    const args = [tsc, ...options.split(' '), 'main.ts']
    expect(spawnSync(process.execPath, args, { cwd: app, encoding: 'utf8' }).stdout).toBe('')
  })

  it('B25 play every scene on this Node; `pnpm check:full runtimes` plays them on every runtime', async () => {
    const stage = await openStage()
    const outcomes = await program(process.execPath)(await buildApp(packed), stage)
    await stage.close()
    expect(outcomes.length).toBeGreaterThan(25)
    expect(outcomes.filter(({ problem }) => problem !== undefined)).toEqual([])
  })
})
