import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiReports } from './api/api-reports.ts'
import { typedEntries } from './api/typed-entries.ts'
import { mend } from './generate/stale-files.ts'

/**
 * Writes `packages/<package>/api/<entry>.api.md`, the public API of each built entry, from the current folder. With
 * `--check` it writes nothing and fails when a report differs: the public API changes only on purpose.
 */
function main(args: readonly string[]): string[] {
  const unknown = args.find((argument) => argument !== '--check')
  if (unknown !== undefined) return [`Unknown argument ${unknown}: the only one is --check.`]
  const root = process.cwd()
  const entries = typedEntries(root)
  if (entries.length === 0) return ['No package is here: run this from the root of the repository.']
  const unbuilt = entries.find(({ declarations }) => !existsSync(declarations))
  if (unbuilt !== undefined) return [`${unbuilt.declarations} is not there. Run \`pnpm build\`.`]
  const reports = apiReports(entries)
  const stale = staleReports(root, reports)
  if (!args.includes('--check')) mend(root, reports, stale)
  else if (stale.length > 0)
    return [`The public API differs from ${stale.join(', ')}. If that is meant, run \`pnpm api\`.`]
  return []
}

function staleReports(root: string, reports: ReadonlyMap<string, string>): string[] {
  const kept = globSync('packages/*/api/*', { cwd: root })
  return [...new Set([...reports.keys(), ...kept])]
    .filter((file) => !kept.includes(file) || readFileSync(join(root, file), 'utf8') !== reports.get(file))
    .sort()
}

const complaints = main(process.argv.slice(2))
for (const line of complaints) console.error(line)
if (complaints.length > 0) process.exitCode = 1
