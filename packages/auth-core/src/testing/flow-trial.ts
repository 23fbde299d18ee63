import { createGate } from './gate.ts'
import type { ManualClock } from './manual-clock.ts'
import type { FlowCall, FlowConnection, FlowOptions, FlowSandbox, ProviderFlow } from './provider-flow.ts'

/** What some calls came to. */
export interface Tally {
  readonly calls: number
  readonly succeeded: number
  readonly tokenCalls: number
  /** Requests beyond one for each call. */
  readonly replays: number
  /** How the first call failed, where one did. */
  readonly failure?: string
}

/** A flow's client in a sandbox, with what can happen to it; each step counts what it cost. */
export interface FlowTrial {
  readonly flow: ProviderFlow
  readonly sandbox: FlowSandbox
  /** The clock of the client and the sandbox. */
  readonly clock: ManualClock
  readonly connection: FlowConnection
  /** How many users, or clients, have a token of their own. */
  readonly subjects: number
  /** Each subject calls once, one after the other. */
  oneEach(): Promise<Tally>
  /** Calls at once, the subjects in turn. */
  atOnce(count: number): Promise<Tally>
  /** The same, and the tokens are revoked while all of them are on their way. */
  revokedUnderway(count: number): Promise<Tally>
  /** The tokens reach their end, as the clock tells or else as the server does while the calls are on their way. */
  expired(count: number): Promise<Tally>
}

export function startTrial(
  flow: ProviderFlow,
  sandbox: FlowSandbox,
  clock: ManualClock,
  options: FlowOptions = {},
): FlowTrial {
  const gate = createGate()
  const connection = flow.connect(sandbox, { clock, fetch: gate.fetch, ...options })
  const { calls } = connection
  const inTurn = (count: number) => Array.from({ length: count }, (_, index) => calls[index % calls.length])
  const send = (count: number) => inTurn(count).map((call) => attempt(call as FlowCall))

  async function tally(work: () => Promise<readonly (string | undefined)[]>): Promise<Tally> {
    const before = sandbox.requests.length
    const outcomes = await work()
    const requests = sandbox.requests.slice(before)
    const apiCalls = requests.filter(({ kind }) => kind === 'api').length
    const failures = outcomes.filter((outcome) => outcome !== undefined)
    return {
      calls: outcomes.length,
      succeeded: outcomes.length - failures.length,
      tokenCalls: requests.filter(({ kind }) => kind === 'token').length,
      replays: apiCalls - outcomes.length,
      ...(failures[0] !== undefined && { failure: failures[0] }),
    }
  }

  async function underway(count: number, event: () => void) {
    const held = gate.close(count)
    const sent = send(count)
    // A call that is over already was never sent: then there is nothing to wait for.
    await Promise.race([held, ...sent])
    event()
    gate.open()
    return Promise.all(sent)
  }

  const atOnce = (count: number) => tally(() => Promise.all(send(count)))
  return {
    flow,
    sandbox,
    clock,
    connection,
    subjects: calls.length,
    atOnce,
    oneEach: () => tally(() => oneByOne(calls)),
    revokedUnderway: (count) => tally(() => underway(count, () => sandbox.revokeAll())),
    async expired(count) {
      if (!flow.namesLifetime) return tally(() => underway(count, () => sandbox.expireAll()))
      const end = Math.max(...sandbox.issued.map(({ expiresAt }) => expiresAt))
      await clock.advance(end - clock.now())
      return atOnce(count)
    },
  }
}

async function oneByOne(calls: readonly FlowCall[]): Promise<(string | undefined)[]> {
  const outcomes: (string | undefined)[] = []
  for (const call of calls) outcomes.push(await attempt(call))
  return outcomes
}

/** How the call failed, or undefined. */
async function attempt(call: FlowCall): Promise<string | undefined> {
  try {
    const { response } = await call()
    return response.ok ? undefined : `it was answered ${response.status}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
