import fc from 'fast-check'
import { apiMoods } from './api-server.ts'
import { bodyKinds, createClient } from './client.ts'
import { configurations } from './configurations.ts'
import { rotations } from './families.ts'
import { faults } from './faults.ts'
import { storeMoods } from './faulty-store.ts'
import { steadyGlobals } from './steady-globals.ts'
import { type Step, steps } from './steps.ts'
import { createTruth } from './truth.ts'

/** The kind of client that lives through the steps. */
export interface Setting {
  /** By its place in `configurations`. */
  readonly configuration: number
  readonly store: boolean
  /** By its place in the configuration's `lifetimesMs`. @default 2 */
  readonly lifetime?: number
}

/** How many lives one seed stands for. */
export const LIVES_PER_SEED = 1_000
const MAX_STEPS = 30
/** Longer than any cool-down. */
const HEALED_MS = 400_000

/**
 * Whatever happens, in whatever order, no rule is broken; and once everything works again, every subject is served.
 * @returns the rules that were broken and the shortest life found to do so, or undefined
 */
export async function checkLives(seed: number, lives: number = LIVES_PER_SEED): Promise<string | undefined> {
  const setting = fc.record({
    configuration: fc.nat({ max: configurations.length - 1 }),
    store: fc.boolean(),
    lifetime: fc.nat({ max: 3 }),
  })
  // Hundredths, so that the ends are as likely as the middle.
  const hundredths = fc.infiniteStream(fc.nat({ max: 99 }))
  const happened = fc.commands(stepArbitraries(), { maxCommands: MAX_STEPS, size: 'max' })
  const property = fc.asyncProperty(setting, happened, hundredths, (client, steps, random) =>
    live(client, steps, () => (random.next().value ?? 0) / 100),
  )
  const { failed, errorInstance, counterexample, numRuns } = await fc.check(property, {
    numRuns: lives,
    seed,
  })
  if (!failed) return undefined
  return `life ${numRuns} of seed ${seed}: ${errorInstance}\n${fc.stringify(counterexample)}`
}

/** Lets a client live through the steps, and then recover. @throws {Error} that names the rules which were broken */
export async function live(
  { configuration, store, lifetime = 2 }: Setting,
  happened: Iterable<Step>,
  random: () => number = () => 0.5,
): Promise<void> {
  const restore = steadyGlobals(random)
  const truth = createTruth(configurations[configuration] as (typeof configurations)[number], store)
  truth.tokenServer.lifetimeMs = truth.configuration.lifetimesMs?.[lifetime]
  const note = (reason: unknown) => truth.violation(`an unhandled rejection: ${reason}`)
  process.on('unhandledRejection', note)
  try {
    const client = createClient(truth)
    await fc.asyncModelRun(() => ({ model: truth, real: client }), happened)
    await fc.asyncModelRun(
      () => ({ model: truth, real: client }),
      recovery(truth.configuration.subjects.length),
    )
    if (truth.pending().length > 0) throw new Error('a caller does not settle')
    if (truth.clock.timers > 0) throw new Error(`${truth.clock.timers} timers are left behind`)
  } finally {
    process.off('unhandledRejection', note)
    restore()
  }
}

function recovery(subjects: number): Step[] {
  const each = Array.from({ length: subjects }, (_, subject) => subject)
  return [
    steps.outage(undefined),
    steps.api('up'),
    steps.store('up'),
    steps.clientGetsSecret(),
    steps.signIn(),
    steps.latency(0, 0),
    steps.pass(HEALED_MS),
    ...each.map((subject) => steps.mustSucceed(subject)),
    steps.pass(HEALED_MS),
  ]
}

function stepArbitraries(): fc.Arbitrary<Step>[] {
  const subject = fc.nat({ max: 1 })
  const count = fc.constantFrom(1, 1, 1, 2, 5)
  const fault = fc.constantFrom(...faults)
  const often = <T>(arbitrary: fc.Arbitrary<T>, times: number) =>
    Array.from({ length: times }, () => arbitrary)
  const latencyMs = fc.constantFrom(0, 0, 50, 400, 2_000)
  const tokenLatencyMs = fc.constantFrom(0, 0, 50, 400, 8_000)
  return [
    ...often(
      fc.tuple(subject, fc.boolean(), count).map((args) => steps.getToken(...args)),
      4,
    ),
    ...often(
      fc.tuple(subject, fc.constantFrom(...bodyKinds), count).map((args) => steps.request(...args)),
      6,
    ),
    ...often(fc.constantFrom(1, 50, 300, 900, 2_000, 5_000, 10_000, 30_000, 60_000).map(steps.pass), 4),
    ...often(fc.constantFrom(0.3, 0.59, 0.62, 0.7, 0.8, 0.95, 1.1).map(steps.passOfLifetime), 3),
    ...often(subject.map(steps.revoke), 2),
    ...often(
      fc.tuple(fault, fc.constantFrom(1, 1, 2, 3)).map((args) => steps.fault(...args)),
      3,
    ),
    fc.option(fault, { nil: undefined }).map(steps.outage),
    fc.tuple(subject, fc.constantFrom(10, 1_000, 4_000), fc.constant(6)).map((args) => steps.poll(...args)),
    subject.map(steps.prewarm),
    subject.map(steps.peek),
    fc.nat({ max: 9 }).map(steps.abort),
    fc.constantFrom(1, 3).map(steps.passDays),
    fc.constantFrom(-3_600_000, 3_600_000).map(steps.wallClockJumps),
    subject.map(steps.revokeFamilies),
    fc.constant(steps.serverWantsNewSecret()),
    fc.constant(steps.clientGetsSecret()),
    fc.constant(steps.signIn()),
    fc.constantFrom(...rotations).map(steps.rotation),
    fc.nat({ max: 3 }).map(steps.lifetime),
    fc.tuple(tokenLatencyMs, latencyMs).map((args) => steps.latency(...args)),
    fc.constantFrom(...apiMoods).map(steps.api),
    fc.constantFrom(...storeMoods).map(steps.store),
    fc.constant(steps.restart()),
  ]
}
