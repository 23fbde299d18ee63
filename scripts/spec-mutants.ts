import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readSpecs, type Spec } from './generate/read-specs.ts'
import { type Judge, judges } from './spec-mutants/judges.ts'
import { factKinds, mutantsOf } from './spec-mutants/mutants-of.ts'
import { printScore, type Trial } from './spec-mutants/score.ts'

// Changes the specs one fact at a time and counts how many of the mutants the tests notice: `pnpm specs:mutants`, or
// those of some documents: `pnpm specs:mutants gbg`. Fails below 95 %.

const { positionals } = parseArgs({ allowPositionals: true })
const root = join(import.meta.dirname, '..')
const { specs } = readSpecs(root)
const chosen = specs.filter(
  ({ file }) => positionals.length === 0 || positionals.some((name) => file.includes(name)),
)

async function noticed(spec: Spec, document: object): Promise<string | undefined> {
  const mutated = { ...spec, document: document as Spec['document'] }
  const suspects = { specs: specs.map((one) => (one === spec ? mutated : one)), mutated }
  for (const [name, judge] of Object.entries<Judge>(judges)) {
    // What cannot even be loaded is noticed.
    const found = await judge(suspects).catch((error: unknown) => String(error))
    if (found !== undefined) return `${name}: ${found}`
  }
  return undefined
}

// Without a mutation nothing may be found, or everything would count as noticed.
for (const spec of chosen) {
  const found = await noticed(spec, spec.document)
  if (found !== undefined) throw new Error(`${spec.file} is refused as it is: ${found}`)
}

const trials: Trial[] = []
for (const spec of chosen) {
  for (const { kind, pointer, what, document } of mutantsOf(spec.document))
    trials.push({ file: spec.file, kind, pointer, what, noticedBy: await noticed(spec, document) })
  console.error(`${spec.file}: ${trials.filter(({ file }) => file === spec.file).length} mutants`)
}

mkdirSync(join(root, 'reports'), { recursive: true })
writeFileSync(join(root, 'reports/spec-mutants.json'), `${JSON.stringify(trials, null, 2)}\n`)
console.log(printScore(trials, factKinds))
const score = trials.filter(({ noticedBy }) => noticedBy !== undefined).length / trials.length
process.exitCode = score >= 0.95 ? 0 : 1
