import { relative, resolve } from 'node:path'
import { readArguments, usage } from './new-provider/arguments.ts'
import { checkPlaces } from './new-provider/check-places.ts'
import { describeProvider } from './new-provider/provider.ts'
import { newFiles } from './new-provider/provider-files.ts'
import { readProviderSpec } from './new-provider/read-provider-spec.ts'
import { whatIsLeft } from './new-provider/what-is-left.ts'
import { writeProvider } from './new-provider/write-provider.ts'

/** Adds a provider from its spec: `pnpm new-provider acme acme.yaml`. When it fails, everything is as it was. */
async function main(args: readonly string[]): Promise<void> {
  const { name, spec: given, help } = readArguments(args)
  if (help) return console.log(usage)
  const root = process.cwd()
  // pnpm runs scripts from the root, wherever it was called.
  const path = resolve(process.env['INIT_CWD'] ?? root, given)
  checkPlaces(root, name, relative(root, path))
  const { spec, text } = readProviderSpec(root, name, path)
  const provider = describeProvider(spec, given)
  writeProvider(root, provider, await newFiles(provider, spec, text))
  console.log(whatIsLeft(provider))
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n')
  for (const line of lines) console.error(`new-provider: ${line}`)
  process.exitCode = 1
})
