import {
  type FlowSandbox,
  type ManualClock,
  type ProviderFlow,
  scenes,
  startTrial,
  type Tally,
} from '@latchkey/auth-core/testing'
import { judge } from './judge.ts'
import { timeAdded } from './time-added.ts'

/** What became of one flow. */
export interface Rehearsal {
  readonly flow: ProviderFlow
  readonly tallies: readonly Tally[]
  /** The tokens that were last in use, masked. */
  readonly tokens: readonly string[]
  /** By the client, for each call, in milliseconds. */
  readonly addedMs: number | undefined
  /** One sentence for each figure that is not what it should be. */
  readonly problems: readonly string[]
}

/** Plays every scene with the flow's client. */
export async function rehearse(
  flow: ProviderFlow,
  sandbox: FlowSandbox,
  clock: ManualClock,
  onScene: (name: string) => void,
): Promise<Rehearsal> {
  const tallies: Tally[] = []
  const problems: string[] = []
  let tokens: string[] = []
  let addedMs: number | undefined
  try {
    const trial = startTrial(flow, sandbox, clock)
    for (const scene of Object.values(scenes)) {
      onScene(scene.name)
      const tally = await scene.play(trial)
      tallies.push(tally)
      problems.push(...judge(scene.name, tally, scene.due(trial)))
    }
    tokens = sandbox.issued.slice(-trial.subjects).map(({ accessToken }) => mask(accessToken))
    onScene('time added')
    addedMs = await timeAdded(flow, sandbox, clock)
  } catch (error) {
    problems.push(`It broke off: ${error instanceof Error ? error.message : error}`)
  }
  return { flow, tallies, tokens, addedMs, problems }
}

/** Enough to tell two tokens apart, too little to use one. */
function mask(token: string): string {
  return `${token.slice(0, 3)}***`
}
