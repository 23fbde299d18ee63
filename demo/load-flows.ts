import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ProviderFlow } from '@latchkey/auth-core/testing'
import { UsageError } from './usage-error.ts'

const root = new URL('../', import.meta.url)

/**
 * The flows of every provider package, or of one: whatever has a `test/flows.ts` takes part.
 *
 * @throws {UsageError} when no flow is of that provider
 */
export async function loadFlows(provider: string | undefined): Promise<readonly ProviderFlow[]> {
  const files = globSync('packages/*/test/flows.ts', { cwd: fileURLToPath(root) }).sort()
  const modules = await Promise.all(files.map((file) => import(new URL(file, root).href)))
  const flows = modules.flatMap((module: { flows: readonly ProviderFlow[] }) => module.flows)
  const names = new Set(flows.map((flow) => flow.provider))
  if (provider === undefined) return flows
  if (names.has(provider)) return flows.filter((flow) => flow.provider === provider)
  throw new UsageError(`There is no provider "${provider}"; there are ${[...names].join(', ')}.`)
}
