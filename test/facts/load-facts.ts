import { globSync } from 'node:fs'
import type { DocumentedFact } from './documented-fact.ts'

/** What the pages of every provider say: whatever stands in `providers/` takes part. */
export async function loadFacts(): Promise<readonly DocumentedFact[]> {
  const files = globSync('providers/*.ts', { cwd: import.meta.dirname }).sort()
  const modules = await Promise.all(files.map((file) => import(new URL(file, import.meta.url).href)))
  return modules.flatMap((module: { facts: readonly DocumentedFact[] }) => module.facts)
}
