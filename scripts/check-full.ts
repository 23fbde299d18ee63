import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// The checks that are too long for every change, in order: `pnpm check:full`, or some of them: `pnpm check:full runtimes`.

const program = (url: URL) => ['node', fileURLToPath(url)]

/** What each one runs; a status other than 0 is a failure. */
const checks: Readonly<Record<string, readonly string[]>> = {
  runtimes: program(new URL('../test/runtimes/main.ts', import.meta.url)),
  consumers: program(new URL('../test/consumers/main.ts', import.meta.url)),
  lives: [...program(new URL('model.ts', import.meta.url)), '--runs', '100000'],
  judges: program(new URL('../test/judges/main.ts', import.meta.url)),
  fleet: program(new URL('../test/fleet/forced-refreshes.ts', import.meta.url)),
  soak: program(new URL('../test/fleet/soak.ts', import.meta.url)),
  contention: program(new URL('../packages/auth-core/test/node/contention.ts', import.meta.url)),
  'new-provider': program(new URL('../test/new-provider/main.ts', import.meta.url)),
  'spec-mutants': program(new URL('spec-mutants.ts', import.meta.url)),
  mutants: ['pnpm', 'run', '--silent', 'mutants'],
  release: ['pnpm', 'run', '--silent', 'release:rehearse'],
  bench: ['pnpm', 'run', '--silent', 'bench'],
}

const root = fileURLToPath(new URL('../', import.meta.url))
const asked = process.argv.slice(2)
const unknown = asked.find((name) => !Object.hasOwn(checks, name))
if (unknown !== undefined) {
  console.error(`check:full: there is no check "${unknown}"; there are ${Object.keys(checks).join(', ')}.`)
  process.exit(2)
}

const results = Object.entries(checks)
  .filter(([name]) => asked.length === 0 || asked.includes(name))
  .map(([name, [command = '', ...args]]) => {
    console.log(`\n== ${name}`)
    const start = performance.now()
    const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
    return { name, passed: status === 0, seconds: (performance.now() - start) / 1000 }
  })

console.log('\n== check:full')
for (const { name, passed, seconds } of results)
  console.log(`${passed ? 'ok    ' : 'failed'} ${name}, ${seconds.toFixed(0)} s`)
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1
