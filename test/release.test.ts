import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { budgetOf } from '../scripts/measure/budget.ts'
import { packageNames, providerNames } from './packed-packages.ts'
import { type Consumer, install, playFlows, typeCheckExamples } from './release/consumer.ts'
import { type Registry, startRegistry } from './release/registry.ts'
import { CommandError } from './release/run.ts'
import { openWorkshop, type Workshop } from './release/workshop.ts'
import { openStage, type Stage } from './runtimes/stage.ts'

// The short form of the rehearsal: npm alone. `pnpm release:rehearse` goes on with the other package managers.

let registry: Registry
let workshop: Workshop
let stage: Stage
let published: readonly string[]
const consumers: Consumer[] = []
/** Each package of the first release, installed alone. */
const first = new Map<string, Consumer>()

beforeAll(async () => {
  ;[registry, stage] = await Promise.all([startRegistry(), openStage()])
  workshop = await openWorkshop(registry)
  published = await workshop.release()
  for (const name of Object.keys(workshop.versions())) first.set(name, await freshInstall(name))
})

afterAll(async () => {
  for (const { remove } of [workshop, ...consumers]) remove()
  await Promise.all([registry.close(), stage.close()])
})

async function freshInstall(...packageNames: readonly string[]): Promise<Consumer> {
  const consumer = await install(registry, 'npm', packageNames)
  consumers.push(consumer)
  return consumer
}

function alone(packageName: string): Consumer {
  const consumer = first.get(packageName)
  if (consumer === undefined) throw new Error(`${packageName} has not been released.`)
  return consumer
}

/** The versions of ours that a fresh install of packages brings. */
async function oursWith(...packageNames: readonly string[]): Promise<Record<string, string>> {
  const arrived = (await freshInstall(...packageNames)).arrived()
  const ours = arrived.filter(({ name }) => name.startsWith('@latchkey/'))
  return Object.fromEntries(ours.map(({ name, version }) => [name, version]))
}

function changeset(bump: string, packageName: string, summary: string): void {
  workshop.write('.changeset/next.md', `---\n'${packageName}': ${bump}\n---\n\n${summary}\n`)
}

/** The version after this one, as 0.x counts: a minor for what breaks, a patch for all else. */
function next(version: string | undefined, bump: 'minor' | 'patch'): string {
  const [major, minor, patch] = (version ?? '').split('.').map(Number) as [number, number, number]
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}

describe('the first release', () => {
  it('publishes every package, as 0.1.0 or what came after it', () => {
    const versions = Object.entries(workshop.versions())
    expect(versions.length).toBeGreaterThanOrEqual(providerNames.length + 3)
    expect(published).toEqual(versions.map(([name, version]) => `${name}@${version}`).sort())
    for (const [name, version] of versions) expect(version, name).toMatch(/^0\.[1-9]\d*\.\d+$/)
  })

  it.each(packageNames)('%s arrives alone, within its budget, with its changelog', (name) => {
    const { brings, installedBytes } = budgetOf(name)
    const consumer = alone(`@latchkey/${name}`)
    const arrived = consumer.arrived()
    expect(arrived.map((each) => each.name)).toEqual(brings)
    const bytes = arrived.reduce((sum, each) => sum + each.bytes, 0)
    expect(bytes, '"installedBytes" of its budget').toBeLessThanOrEqual(installedBytes)
    for (const each of arrived.filter((each) => each.name.startsWith('@latchkey/'))) {
      const changelog = consumer.read(`node_modules/${each.name}/CHANGELOG.md`)
      expect(changelog).toMatch(`# ${each.name}\n\n## ${each.version}\n\n### `)
    }
  })

  it.each(providerNames)('%s works with the four packages that it brings', async (provider) => {
    expect(budgetOf(provider).brings.length).toBeLessThanOrEqual(4)
    const flows = await playFlows(alone(`@latchkey/${provider}`), 'npm', provider, stage.origin)
    expect(flows.length).toBeGreaterThan(0)
    for (const flow of flows) expect(flow).toMatch(/: true( true)*$/)
  })

  it('type-checks what the README of each provider shows', async () => {
    const names = providerNames.map((provider) => `@latchkey/${provider}`)
    await typeCheckExamples(new Map(names.map((name) => [name, alone(name)])))
  })
})

describe('the next release', () => {
  const { gogox, core } = { gogox: '@latchkey/gogox', core: '@latchkey/auth-core' }

  it('wants a changeset when a spec has changed, and then touches that provider alone', async () => {
    const before = workshop.versions()
    const spec = parseDocument(workshop.read('specs/gogox.yaml'))
    spec.setIn(['components', 'schemas', 'Order', 'properties', 'tip'], {
      type: 'integer',
      description: 'Cents.',
    })
    workshop.write('specs/gogox.yaml', String(spec))
    await workshop.node('scripts/generate.ts')
    const refusal = workshop.node('scripts/contract-versions.ts')
    await expect(refusal).rejects.toThrow(CommandError)
    await expect(refusal).rejects.toThrow(`${gogox}: since ${before[gogox]} the contract asks for patch`)

    changeset('patch', gogox, 'Orders have a `tip`.')
    await workshop.node('scripts/contract-versions.ts')
    await workshop.build('gogox')
    const version = next(before[gogox], 'patch')
    expect(await workshop.release()).toEqual([`${gogox}@${version}`])
    expect(workshop.versions()).toEqual({ ...before, [gogox]: version })
    expect(workshop.read('packages/gogox/CHANGELOG.md')).toContain(
      `# ${gogox}\n\n## ${version}\n\n### Patch Changes\n\n- Orders have a \`tip\`.\n\n## `,
    )
    expect(await oursWith(gogox)).toEqual({ [gogox]: version, [core]: before[core] })
  })

  it('brings a fix of auth-core to every provider by its range', async () => {
    const before = workshop.versions()
    changeset('patch', core, 'A fix.')
    const version = next(before[core], 'patch')
    expect(await workshop.release()).toEqual([`${core}@${version}`])
    const names = providerNames.map((provider) => `@latchkey/${provider}`)
    const asBefore = names.map((name) => [name, before[name]])
    expect(await oursWith(...names)).toEqual({ ...Object.fromEntries(asBefore), [core]: version })
  })

  it('takes who stands on auth-core along when that breaks', async () => {
    const before = workshop.versions()
    changeset('minor', core, 'An option is gone.')
    const version = next(before[core], 'minor')
    const along = [...providerNames.map((provider) => `@latchkey/${provider}`), '@latchkey/redis']
    const bumped = along.map((name) => `${name}@${next(before[name], 'patch')}`)
    expect(await workshop.release()).toEqual([`${core}@${version}`, ...bumped].sort())
    expect(workshop.read('packages/gogox/CHANGELOG.md')).toContain(
      `### Patch Changes\n\n- Stands on ${core} ${version}.\n\n## `,
    )
    expect(await oursWith(gogox)).toEqual({ [gogox]: next(before[gogox], 'patch'), [core]: version })
  })
})
