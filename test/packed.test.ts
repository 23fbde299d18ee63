import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// The packages as their users get them: packed, installed by npm into an empty folder, imported by name.

const folder = mkdtempSync(join(tmpdir(), 'latchkey-packed-'))
const run = (command: string, args: string[], cwd = folder) =>
  execFileSync(command, args, { cwd, encoding: 'utf8' })
const tarball = (name: string) =>
  join(folder, readdirSync(folder).find((file) => file.startsWith(`latchkey-${name}-`)) ?? '')

beforeAll(() => {
  for (const manifest of globSync('packages/*/package.json', { withFileTypes: true })) {
    run('pnpm', ['pack', '--pack-destination', folder], manifest.parentPath)
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function install(name: string, packages: readonly string[]): string {
  const app = mkdtempSync(join(folder, `${name}-`))
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }))
  run('npm', ['install', '--no-audit', '--no-fund', ...packages.map(tarball)], app)
  return app
}

describe('packed packages', () => {
  it.each(['auth-core', 'contract', 'gini', 'gbg', 'genuin', 'gogox'])(
    '%s ships its build, README and LICENSE',
    (name) => {
      const files = run('tar', ['-tzf', tarball(name)])
        .trim()
        .split('\n')
      expect(files).toEqual(
        expect.arrayContaining([
          'package/README.md',
          'package/LICENSE',
          'package/dist/index.js',
          'package/dist/index.d.ts',
        ]),
      )
      const allowed =
        /^package\/(dist\/.+\.(js|d\.ts|map)|src\/generated\/[\w.-]+\.json|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
      expect(files.filter((file) => !allowed.test(file))).toEqual([])
    },
  )

  it.each(['gini', 'gbg', 'genuin', 'gogox'])(
    '%s brings four packages, and loads by import and require',
    (name) => {
      const app = install(name, [name, 'auth-core'])
      const installed = globSync('node_modules/{*,@*/*}/package.json', { cwd: app }).map(
        (path) => path.split('node_modules/')[1],
      )
      expect(installed.sort()).toEqual(
        ['@latchkey/auth-core', `@latchkey/${name}`, 'openapi-fetch', 'openapi-typescript-helpers'].map(
          (each) => `${each}/package.json`,
        ),
      )
      const load = `const a = await import('@latchkey/${name}'); const { createRequire } = await import('node:module');
      const b = createRequire(import.meta.url)('@latchkey/${name}'); console.log(Object.keys(a).length > 3 && a.LatchkeyError === b.LatchkeyError)`
      writeFileSync(join(app, 'load.js'), load)
      expect(run(process.execPath, ['load.js'], app)).toBe('true\n')
    },
  )

  it('answers a first call from the packed client and the packed sandbox', () => {
    const app = install('main-job', ['gbg', 'auth-core', 'contract'])
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
})
