import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { judgeChanges } from './hand-written.ts'
import { openScratchRepository, type ScratchRepository } from './scratch-repository.ts'

// docs/adding-a-provider.md, followed in a copy of the repository with the spec of a made-up provider: everything is
// green, no existing file is edited but the lockfile and one row of the README, and little is written by hand.
// `pnpm check:full new-provider`

const fixture = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** What the page asks a human for: the second reading. */
function readPagesAgain({ root }: ScratchRepository): void {
  const facts = readFileSync(fixture('acme-facts.ts'), 'utf8').replaceAll("'../facts/", "'../")
  writeFileSync(join(root, 'test/facts/providers/acme.ts'), facts)
}

/** The tests that concern a provider, wherever they are. */
const tests = [
  'packages/acme/',
  'packages/contract/test/verify-specs.test.ts',
  ...[
    'budgets',
    'contract-coverage',
    'demo',
    'docs',
    'facts',
    'generate',
    'generated-constant',
    'levels',
    'packages',
    'packed',
    'release',
    'specs',
    'type-instantiations',
  ].map((name) => `test/${name}.test.ts`),
  'test/hostile/hostile-answers.test.ts',
  'test/leaks/leaks.test.ts',
]

function step(what: string, work: () => unknown): void {
  const start = performance.now()
  work()
  console.log(`ok ${what}, ${((performance.now() - start) / 1000).toFixed(0)} s`)
}

/** @throws {Error} where something is as it should not be */
function prove(repository: ScratchRepository): void {
  const { run } = repository
  const vitest = (...args: string[]) => run('pnpm', 'exec', 'vitest', 'run', '--reporter=dot', ...args)
  step('pnpm new-provider', () =>
    run('pnpm', 'run', '--silent', 'new-provider', 'acme', fixture('acme.yaml')),
  )
  step('the facts are missing, and said to be', () =>
    expectFailure(() => vitest('test/facts.test.ts'), 'acme#createToken'),
  )
  readPagesAgain(repository)
  step('pnpm api', () => run('pnpm', 'run', '--silent', 'api'))
  step('pnpm check', () => run('pnpm', 'run', '--silent', 'check'))
  step('the tests', () =>
    console.log(
      vitest(...tests)
        .trim()
        .split('\n')
        .slice(-6)
        .join('\n'),
    ),
  )
  const demo = run('node', 'demo/main.ts', '--provider', 'acme')
  console.log(demo.trim())
  const { figures, problems } = judgeChanges(repository.changes())
  console.log(figures)
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

function expectFailure(work: () => unknown, words: string): void {
  try {
    work()
  } catch (error) {
    if ((error as Error).message.includes(words)) return
    throw error
  }
  throw new Error(`It should have failed and said ${words}.`)
}

const repository = openScratchRepository()
try {
  prove(repository)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  repository.remove()
}
