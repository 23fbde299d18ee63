import { fileURLToPath } from 'node:url'
import { readSpecs } from '../../scripts/generate/read-specs.ts'
import { explanations } from './explanations.ts'
import { hear } from './hear.ts'
import { disagreementsOf, problemsOf } from './hearing.ts'
import { installJudges } from './installed.ts'
import { openMswSource } from './msw-source.ts'
import { openHandlers, openSandbox } from './our-judges.ts'
import { openPrism } from './prism.ts'
import { renderHearing } from './table.ts'

// Prism and @msw/source read our specs and are sent what our sandbox is sent: `pnpm check:full judges`.

const { specs } = readSpecs(fileURLToPath(new URL('../..', import.meta.url)))
const packages = [...new Set(specs.map(({ packageName }) => packageName))]
installJudges()
const hearings = await Promise.all(
  packages.map((name) => {
    const documents = specs.filter(({ packageName }) => packageName === name).map(({ document }) => document)
    return hear(documents, [openSandbox, openHandlers, openPrism, openMswSource])
  }),
)
const hearing = hearings.flat()
const problems = problemsOf(hearing, explanations)
console.log(renderHearing(hearing, explanations))
console.log(`${hearing.length} requests, ${disagreementsOf(hearing, explanations).length} disagreements.`)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
