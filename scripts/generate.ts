import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { generatedFiles } from './generate/generated-files.ts'
import { readSpecs, type Spec } from './generate/read-specs.ts'
import { printProblem } from './generate/spec-problem.ts'
import { checkSpecs } from './generate/spec-rules.ts'
import { mend, staleFiles } from './generate/stale-files.ts'

/**
 * Writes `packages/<package>/src/generated/` from `specs/*.yaml` in the current folder. With `--check` it writes
 * nothing and fails when a file is stale. A document that is not sound fails both, one line a problem.
 */
async function main(args: readonly string[]): Promise<string[]> {
  const unknown = args.find((argument) => argument !== '--check')
  if (unknown !== undefined) return [`Unknown argument ${unknown}: the only one is --check.`]
  const root = process.cwd()
  if (!existsSync(join(root, 'specs')))
    return ['There is no specs/ here: run this from the root of the repository.']
  const { specs, problems } = readSpecs(root)
  const found = [...problems, ...checkSpecs(specs)]
  if (found.length > 0) return found.map(printProblem)
  const homeless = specs.filter(({ packageName }) => !existsSync(join(root, 'packages', packageName)))
  if (homeless.length > 0) return homeless.map(homelessLine)
  const files = await generatedFiles(specs)
  const stale = staleFiles(root, files)
  if (!args.includes('--check')) mend(root, files, stale)
  else if (stale.length > 0) return [`Stale: ${stale.join(', ')}. Run \`pnpm generate\`.`]
  return []
}

function homelessLine({ file, packageName }: Spec): string {
  return `${file}: there is no packages/${packageName}. Create the package, or name the file after one.`
}

// Even what nobody expected ends in one line.
const complaints = await main(process.argv.slice(2)).catch((error: unknown) => [
  `Nothing was generated: ${error instanceof Error ? error.message : String(error)}`.replaceAll(/\s+/g, ' '),
])
for (const line of complaints) console.error(line)
if (complaints.length > 0) process.exitCode = 1
