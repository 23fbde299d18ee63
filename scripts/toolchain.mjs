// Runs a command under the Node and pnpm that this repository is developed with. Where both are there already it costs
// nothing; else npx brings them. Plain JavaScript that any Node since 18 runs: it is the first thing a fresh machine meets.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const NODE = '24.21.0'
const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const PNPM = packageManager.split('@')[1]

const major = (version) => version?.split('.')[0]

function versionOf(command, ...args) {
  const { stdout, status } = spawnSync(command, [...args, '--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().replace(/^v/, '') : undefined
}

function fail(line) {
  console.error(line)
  process.exit(1)
}

const command = process.argv.slice(2)
const isThere = major(process.versions.node) === major(NODE) && major(versionOf('pnpm')) === major(PNPM)
const bring = ['--yes', '-p', `node@${NODE}`, '-p', `pnpm@${PNPM}`, '--']
if (!isThere && versionOf('npx', ...bring, 'node') === undefined) {
  fail(
    `Node ${NODE} and pnpm ${PNPM} are missing, and npx cannot bring them: check that npm is there and online.`,
  )
}
const [program, ...rest] = isThere ? command : ['npx', ...bring, ...command]

// The tools' reports about their own use stay at home.
const child = spawn(program, rest, { stdio: 'inherit', env: { DO_NOT_TRACK: '1', ...process.env } })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', () => fail(`${program} cannot be started: install it and run this again.`))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
