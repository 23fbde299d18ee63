import { isLatchkeyError } from '../errors.ts'
import { type FlowTrial, startTrial } from './flow-trial.ts'
import { manualClock } from './manual-clock.ts'
import type { FlowOptions, FlowSandbox, FlowSandboxOptions, ProviderFlow } from './provider-flow.ts'
import { allWell, scenes } from './scenes.ts'

/** The test runner's functions, handed in so that this package needs none. */
export interface ProviderTestTools {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, body: () => Promise<void>) => unknown
  readonly expect: (actual: unknown) => {
    toBe(expected: unknown): void
    toEqual(expected: unknown): void
    toMatchObject(expected: object): void
  }
  /** `createSandbox` of `@latchkey/contract`. */
  readonly createSandbox: (
    documents: readonly unknown[],
    options: FlowSandboxOptions & { readonly clock: { now(): number } },
  ) => Promise<FlowSandbox>
}

type Expect = ProviderTestTools['expect']
type Case = (trial: FlowTrial, expect: Expect) => Promise<void>

/**
 * What every provider's client keeps, as a test suite: one token call for any number of callers, recovery from
 * revocation and expiry, refusals that are remembered, options that are checked, secrets that nobody prints.
 * The names begin with the rule.
 */
export function describeProvider(
  flow: ProviderFlow,
  { describe, it, expect, createSandbox }: ProviderTestTools,
): void {
  describe(`${flow.provider}, ${flow.name}`, () => {
    for (const [name, test] of Object.entries(cases)) {
      it(name, async () => {
        const clock = manualClock()
        const sandbox = await createSandbox(flow.documents, { ...flow.sandbox, clock })
        try {
          await test(startTrial(flow, sandbox, clock), expect)
        } finally {
          await sandbox.close()
        }
      })
    }
  })
}

const cases: Readonly<Record<string, Case>> = {
  'B01: 100 callers without a token make one token call for each subject': async (trial, expect) => {
    expect(await trial.atOnce(100)).toEqual(allWell(100, { tokenCalls: trial.subjects }))
    expect(await scenes.atOnce.play(trial)).toEqual(scenes.atOnce.due(trial))
  },
  'B02: a revocation under 100 calls costs one token call for each subject, and each call one replay': async (
    trial,
    expect,
  ) => {
    await trial.oneEach()
    expect(await scenes.revocation.play(trial)).toEqual(scenes.revocation.due(trial))
  },
  'B05: expiry costs one token call for each subject': async (trial, expect) => {
    await trial.oneEach()
    expect(await scenes.expiry.play(trial)).toEqual(scenes.expiry.due(trial))
  },
  'B04: while the token is valid an outage of the token endpoint is not seen': outageInsideValidity,
  'B07: a wrong secret costs one token call, and each caller gets a typed error': wrongSecret,
  'B15: another origin is refused before anything is sent': otherOrigin,
  'B16: plain http is refused at construction': async (trial, expect) => {
    expectRefusal(trial, expect, { baseUrl: 'http://api.provider.example' }, 'insecure_url', 'baseUrl')
  },
  'B17: nothing prints a secret or a token': nothingPrintsSecrets,
  'B21: an unknown option is refused at construction': async (trial, expect) => {
    expectRefusal(trial, expect, { surprise: true }, 'invalid_options', 'surprise')
  },
  'B21: a missing or blank credential is refused at construction': async (trial, expect) => {
    const { secretOption } = trial.flow
    expectRefusal(trial, expect, { [secretOption]: undefined }, 'invalid_options', secretOption)
    expectRefusal(trial, expect, { [secretOption]: ' ' }, 'invalid_options', secretOption)
  },
}

async function outageInsideValidity(trial: FlowTrial, expect: Expect): Promise<void> {
  await trial.oneEach()
  trial.sandbox.fail({ on: 'token', status: 503 })
  expect(await trial.atOnce(100)).toEqual(allWell(100))
  if (!trial.flow.namesLifetime) return
  // Within the refresh window, so that refreshes are tried behind the calls, and fail.
  const end = Math.max(...trial.sandbox.issued.map(({ expiresAt }) => expiresAt))
  await trial.clock.advance((end - trial.clock.now()) * 0.8)
  expect(await trial.atOnce(100)).toEqual(allWell(100, { tokenCalls: trial.subjects }))
}

async function wrongSecret({ flow, sandbox, clock }: FlowTrial, expect: Expect): Promise<void> {
  const stranger = startTrial(flow, sandbox, clock, { [flow.secretOption]: WRONG_SECRET })
  const codes = new Set<unknown>()
  for (let index = 0; index < 50; index++) codes.add(codeOf(await firstError(stranger)))
  expect([...codes]).toEqual(['client_rejected'])
  expect(sandbox.requests.map(({ kind }) => kind)).toEqual(['token'])
}

async function otherOrigin({ flow, sandbox, clock }: FlowTrial, expect: Expect): Promise<void> {
  const sent: unknown[] = []
  const { clients } = flow.connect(sandbox, {
    clock,
    fetch: async (input) => {
      sent.push(input)
      return new Response()
    },
  })
  for (const { fetch } of clients) {
    const codes = await Promise.all(OTHER_ORIGINS.map((url) => fetch(url).catch(codeOf)))
    expect(codes).toEqual(OTHER_ORIGINS.map(() => 'origin_not_allowed'))
  }
  expect(sent).toEqual([])
}

async function nothingPrintsSecrets(trial: FlowTrial, expect: Expect): Promise<void> {
  const { flow, sandbox, clock, connection } = trial
  await trial.oneEach()
  const stranger = startTrial(flow, sandbox, clock, { [flow.secretOption]: WRONG_SECRET })
  // A server that says the secret back.
  const said = { error: 'invalid_client', error_description: `no ${WRONG_SECRET}`, message: WRONG_SECRET }
  sandbox.fail({ on: 'token', status: 401, body: said })
  const error = await firstError(stranger)
  const printed = [connection, stranger.connection, error].map(print).join()
  expect(secretsOf(trial).filter((secret) => printed.includes(secret))).toEqual([])
  expect(error).toMatchObject({ code: 'client_rejected', response: { status: 401, message: '[redacted]' } })
}

const WRONG_SECRET = 'not-the-secret-of-this-client'

const OTHER_ORIGINS = [
  'https://elsewhere.example/',
  'http://127.0.0.1:1/',
  'https://api.provider.example.evil.test/',
  '//elsewhere.example/',
]

function secretsOf({ flow, sandbox }: FlowTrial): string[] {
  const { clients, users = [] } = flow.sandbox
  return [
    WRONG_SECRET,
    ...clients.flatMap(({ clientId, clientSecret }) => [clientSecret, btoa(`${clientId}:${clientSecret}`)]),
    ...users.map(({ password }) => password),
    ...sandbox.issued.flatMap(({ accessToken, refreshToken = accessToken }) => [accessToken, refreshToken]),
  ]
}

/** Everything that the value shows of itself. */
function print(value: unknown): string {
  const { inspect } = process.getBuiltinModule('node:util')
  return inspect(value, { showHidden: true, depth: Infinity }) + JSON.stringify(value) + String(value)
}

function expectRefusal(
  { flow, sandbox }: FlowTrial,
  expect: Expect,
  options: FlowOptions,
  code: string,
  option: string,
): void {
  let error: unknown
  try {
    flow.connect(sandbox, options)
  } catch (thrown) {
    error = thrown
  }
  expect(codeOf(error)).toBe(code)
  expect((error as Error).message.includes(`"${option}"`)).toBe(true)
}

function codeOf(error: unknown): string {
  return isLatchkeyError(error) ? error.code : `not a LatchkeyError: ${error}`
}

function firstError({ connection }: FlowTrial): Promise<unknown> {
  const [call] = connection.calls
  return call === undefined ? Promise.reject(new Error('no calls')) : call().catch((error) => error)
}
