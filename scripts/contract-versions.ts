import { askedBumps } from './contract-versions/asked-bumps.ts'
import { judgePackage } from './contract-versions/package-verdict.ts'
import { printVerdict } from './contract-versions/print-verdict.ts'
import { readSpecs } from './generate/read-specs.ts'
import { printProblem } from './generate/spec-problem.ts'

// Versions follow the contract: what the specs in the current folder have changed since the last release of their
// package, and whether the changesets ask for enough: `pnpm specs:versions`.

const root = process.cwd()
const { specs, problems } = readSpecs(root)
for (const problem of problems) console.error(printProblem(problem))

const asked = askedBumps(root)
const packages = [...new Set(specs.map(({ packageName }) => packageName))]
const verdicts = packages.map((folder) =>
  judgePackage(
    root,
    folder,
    specs.filter(({ packageName }) => packageName === folder),
    asked,
  ),
)
for (const verdict of verdicts) console.log(printVerdict(verdict))
const failed = verdicts.filter(({ passed }) => !passed)
for (const { packageName, needed } of failed)
  console.error(`Run \`pnpm changeset\` and choose ${needed}, or more, for ${packageName}.`)
if (problems.length > 0 || failed.length > 0) process.exitCode = 1
