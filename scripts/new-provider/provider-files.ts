import { generatedFiles } from '../generate/generated-files.ts'
import type { Spec } from '../generate/read-specs.ts'
import type { Provider } from './provider.ts'
import { handWrittenPaths } from './provider-paths.ts'
import { callsSource } from './templates/calls-source.ts'
import { changeset } from './templates/changeset.ts'
import { clientSource } from './templates/client-source.ts'
import { conformanceSource } from './templates/conformance-source.ts'
import { factsSource } from './templates/facts-source.ts'
import { flowsSource } from './templates/flows-source.ts'
import { indexSource } from './templates/index-source.ts'
import { manifest } from './templates/manifest.ts'
import { packageReadme } from './templates/package-readme.ts'

/** Every file of a new provider by its path below the root, not yet formatted. */
export async function newFiles(provider: Provider, spec: Spec, text: string): Promise<Map<string, string>> {
  const paths = handWrittenPaths(provider.name)
  return new Map([
    [paths.specs, text],
    [paths.manifest, manifest(provider)],
    [paths.readme, await packageReadme(provider)],
    [paths.client, clientSource(provider)],
    [paths.index, indexSource(provider)],
    [paths.flows, flowsSource(provider)],
    [paths.conformance, conformanceSource],
    [paths.facts, factsSource(provider)],
    [paths.calls, callsSource(provider)],
    [paths.changeset, changeset(provider)],
    ...(await generatedFiles([spec])),
  ])
}
