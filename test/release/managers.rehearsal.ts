import Table from 'cli-table3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { budgetOf } from '../../scripts/measure/budget.ts'
import { providerNames } from '../packed-packages.ts'
import { openStage, type Stage } from '../runtimes/stage.ts'
import { install, playFlows, typeCheckExamples } from './consumer.ts'
import { packageManagers } from './package-managers.ts'
import { type Registry, startRegistry } from './registry.ts'
import { openWorkshop } from './workshop.ts'

// Each provider alone, with each package manager, into an empty folder.

const sizes = new Table({
  head: ['provider', ...Object.keys(packageManagers)],
  style: { head: [], border: [] },
})

let registry: Registry
let stage: Stage

beforeAll(async () => {
  ;[registry, stage] = await Promise.all([startRegistry(), openStage()])
  const workshop = await openWorkshop(registry)
  await workshop.release()
  workshop.remove()
})

afterAll(async () => {
  await Promise.all([registry.close(), stage.close()])
  console.log(`What was installed, in kB:\n${sizes}`)
})

describe.each(providerNames)('%s alone', (provider) => {
  const cells: string[] = [provider]
  afterAll(() => void sizes.push(cells))

  it.each(Object.keys(packageManagers))('arrives with %s', async (manager) => {
    const packageName = `@latchkey/${provider}`
    const consumer = await install(registry, manager, [packageName])
    const arrived = consumer.arrived()
    const inFolders = manager !== 'yarn pnp'
    if (inFolders) {
      expect(arrived.map(({ name }) => name)).toEqual(budgetOf(provider).brings)
      await typeCheckExamples(new Map([[packageName, consumer]]))
    }
    const flows = await playFlows(consumer, manager, provider, stage.origin)
    expect(flows.length).toBeGreaterThan(0)
    for (const flow of flows) expect(flow).toMatch(/: true( true)*$/)
    cells.push(
      inFolders ? (arrived.reduce((sum, { bytes }) => sum + bytes, 0) / 1000).toFixed(0) : 'archives',
    )
    consumer.remove()
  })
})
