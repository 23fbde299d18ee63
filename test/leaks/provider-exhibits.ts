import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FlowSandbox, ProviderFlow } from '@latchkey/auth-core/testing'
import { canaries } from './canaries.ts'
import type { Exhibit } from './exhibits.ts'
import { apiUrl, tokenUrl } from './world.ts'

const root = new URL('../../', import.meta.url)
const sandbox = { origin: (url: string) => url, url: (url: string) => url } as FlowSandbox

/** The clients of each provider's flows, with a canary for their secret, by the names of the functions that make them. */
export async function providerExhibits(): Promise<Record<string, Exhibit>> {
  const files = globSync('packages/*/test/flows.ts', { cwd: fileURLToPath(root) })
  const found = files.map(async (file) => {
    const { flows }: { flows: readonly ProviderFlow[] } = await import(new URL(file, root).href)
    const exported: object = await import(new URL('../src/index.ts', new URL(file, root)).href)
    const makers = Object.keys(exported).filter((name) => /^create\w+Client$/.test(name))
    return makers.map((name): [string, Exhibit] => [name, (world) => flows.flatMap(clientsIn(world))])
  })
  return Object.fromEntries((await Promise.all(found)).flat())
}

const clientsIn =
  ({ fetch, terms }: Parameters<Exhibit>[0]) =>
  ({ secretOption, connect }: ProviderFlow) =>
    connect(sandbox, { [secretOption]: canaries.clientSecret, baseUrl: apiUrl, tokenUrl, fetch, ...terms })
      .clients
