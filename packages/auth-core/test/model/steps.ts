import type fc from 'fast-check'
import type { ApiMood } from './api-server.ts'
import type { BodyKind, Client } from './client.ts'
import type { Rotation } from './families.ts'
import type { Fault } from './faults.ts'
import type { StoreMood } from './faulty-store.ts'
import type { Truth } from './truth.ts'

/** One thing that happens: a command of fast-check. */
export type Step = fc.AsyncCommand<Truth, Client>

function step(
  text: string,
  act: (truth: Truth, client: Client) => void | Promise<void>,
  check: (truth: Readonly<Truth>) => boolean = () => true,
): Step {
  return {
    check,
    async run(truth, client) {
      await act(truth, client)
      await truth.clock.advance(0)
      truth.verify(client.lifeline)
    },
    toString: () => text,
  }
}

/** Subjects are given by number, as far as the configuration has them. */
const subjectOf = ({ configuration: { subjects } }: Truth, number: number) =>
  subjects[number % subjects.length] as string

const DAY_MS = 86_400_000

/** All that may happen; also the language in which a found bug is written down. */
export const steps = {
  getToken: (subject: number, forced: boolean, count: number) =>
    step(`getToken(${subject}, ${forced}, ${count})`, async (truth, client) => {
      const name = subjectOf(truth, subject)
      const expected = forced ? undefined : truth.ledgerOf(name).expected(truth.clock.monotonic())
      const callers = Array.from({ length: count }, () => client.getToken(name, forced))
      await truth.clock.advance(0)
      if (expected !== undefined && callers.some(({ settled }) => !settled))
        truth.violation('a caller waits although a valid token is there')
    }),
  prewarm: (subject: number) =>
    step(`prewarm(${subject})`, (truth, client) => client.prewarm(subjectOf(truth, subject))),
  peek: (subject: number) =>
    step(`peek(${subject})`, (truth, client) => client.peek(subjectOf(truth, subject))),
  request: (subject: number, body: BodyKind, count: number) =>
    step(`request(${subject}, '${body}', ${count})`, async (truth, client) => {
      const name = subjectOf(truth, subject)
      const expected = truth.ledgerOf(name).expected(truth.clock.monotonic())
      const callers = Array.from({ length: count }, () => client.request(name, body))
      await truth.clock.advance(0)
      if (expected !== undefined && callers.some(({ sentWith }) => sentWith.length === 0))
        truth.violation('a request waits although a valid token is there')
    }),
  /** One request after another. */
  poll: (subject: number, everyMs: number, times: number) =>
    step(`poll(${subject}, ${everyMs}, ${times})`, async (truth, client) => {
      for (let time = 0; time < times; time++) {
        client.request(subjectOf(truth, subject), 'none')
        await truth.clock.advance(everyMs)
      }
    }),
  /** Everything works again: the request is answered. */
  mustSucceed: (subject: number) =>
    step(`mustSucceed(${subject})`, async (truth, client) => {
      const caller = client.request(subjectOf(truth, subject), 'text')
      await truth.clock.advance(10_000)
      if (!caller.succeeded) truth.violation(`${caller.name} fails although everything works again`)
    }),
  abort: (number: number) =>
    step(
      `abort(${number})`,
      async (truth, client) => {
        const pending = truth.pending()
        const caller = pending[number % pending.length]
        if (caller === undefined) return
        client.abort(caller)
        await truth.clock.advance(0)
        if (!caller.settled && !caller.name.startsWith('prewarm'))
          truth.violation(`${caller.name} waits on after its abort`)
      },
      (truth) => truth.pending().length > 0,
    ),
  /** Time passes, in milliseconds. */
  pass: (ms: number) => step(`pass(${ms})`, ({ clock }) => clock.advance(ms)),
  /** Time passes, as a share of a token's lifetime. */
  passOfLifetime: (share: number) =>
    step(`passOfLifetime(${share})`, ({ clock, tokenServer }) =>
      clock.advance(share * (tokenServer.lifetimeMs ?? 3_600_000)),
    ),
  // A store that is away is offered what it lacks every 5 s: days of that would only be slow.
  passDays: (days: number) =>
    step(
      `passDays(${days})`,
      ({ clock }) => clock.advance(days * DAY_MS),
      ({ store }) => store === undefined || store.mood === 'up',
    ),
  wallClockJumps: (ms: number) => step(`wallClockJumps(${ms})`, ({ clock }) => clock.step(ms)),
  revoke: (subject: number) =>
    step(`revoke(${subject})`, (truth) => truth.tokenServer.revoke(subjectOf(truth, subject))),
  revokeFamilies: (subject: number) =>
    step(`revokeFamilies(${subject})`, (truth) =>
      truth.tokenServer.families.revoke(subjectOf(truth, subject)),
    ),
  serverWantsNewSecret: () =>
    step('serverWantsNewSecret()', ({ tokenServer }) => void tokenServer.generation++),
  clientGetsSecret: () =>
    step('clientGetsSecret()', (truth) => {
      if (truth.clientGeneration === truth.tokenServer.generation) return
      truth.clientGeneration = truth.tokenServer.generation
      truth.credentialsChanged()
    }),
  signIn: () =>
    step(
      'signIn()',
      (truth) => {
        truth.seed = truth.tokenServer.families.signIn('')
        truth.credentialsChanged()
      },
      ({ configuration }) => configuration.seeded === true,
    ),
  rotation: (rotation: Rotation) =>
    step(`rotation('${rotation}')`, ({ tokenServer }) => {
      tokenServer.rotation = rotation
    }),
  lifetime: (number: number) =>
    step(`lifetime(${number})`, ({ configuration: { lifetimesMs }, tokenServer }) => {
      tokenServer.lifetimeMs = lifetimesMs?.[number % lifetimesMs.length]
    }),
  fault: (fault: Fault, times: number) =>
    step(`fault('${fault}', ${times})`, ({ tokenServer }) => {
      for (let time = 0; time < times; time++) tokenServer.faults.push(fault)
    }),
  outage: (fault: Fault | undefined) =>
    step(`outage(${fault && `'${fault}'`})`, ({ tokenServer }) => {
      tokenServer.outage = fault
      if (fault === undefined) tokenServer.faults.length = 0
    }),
  latency: (tokenMs: number, apiMs: number) =>
    step(`latency(${tokenMs}, ${apiMs})`, ({ tokenServer, apiServer }) => {
      tokenServer.latencyMs = tokenMs
      apiServer.latencyMs = apiMs
    }),
  api: (mood: ApiMood) =>
    step(`api('${mood}')`, ({ apiServer }) => {
      apiServer.mood = mood
    }),
  store: (mood: StoreMood) =>
    step(
      `store('${mood}')`,
      (truth) => {
        if (truth.store === undefined) return
        truth.store.mood = mood
        if (mood !== 'up' && mood !== 'slow') truth.storeFailed()
      },
      ({ store }) => store !== undefined,
    ),
  restart: () => step('restart()', (_, client) => client.restart()),
}
