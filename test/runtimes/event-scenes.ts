import { equal, failureOf, holds, until } from './scenes/assert.ts'
import type { Outcome } from './scenes/play.ts'
import type { Stage, StagedRealm } from './stage.ts'
import type { Worker } from './workerd.ts'

// What happens between the fetch events of one worker: values may be shared, promises with I/O behind them may not.
// Each scene has a client of its own, made in scenes/worker.ts.

interface EventScene {
  readonly client: string
  play(worker: Worker, realm: StagedRealm): Promise<void>
}

const IN_WINDOW_MS = 3_000_000

const eventScenes: Readonly<Record<string, EventScene>> = {
  'two events on a cold source, a third': {
    client: 'cold',
    async play(worker, realm) {
      realm.setRules({ hold: true })
      const first = worker.event('/call/cold')
      await until(() => realm.tokenCalls === 1, 'a token call')
      const second = worker.event('/call/cold')
      // Answered after the second has been let in.
      await worker.event('/advance/cold/0')
      realm.setRules({})
      const tokens = await Promise.all([first, second])
      holds(tokens.includes(await worker.event('/call/cold')), 'the third has another token')
      holds(realm.tokenCalls <= 2, `${realm.tokenCalls} token calls`)
    },
  },

  'refresh window without waitUntil': {
    client: 'awaiting',
    async play(worker, realm) {
      equal(await worker.event('/call/awaiting'), 'token-1', 'the first token')
      await worker.event(`/advance/awaiting/${IN_WINDOW_MS}`)
      equal(await worker.event('/call/awaiting'), 'token-2', 'the token in the window')
      equal(realm.tokenCalls, 2, 'token calls')
    },
  },

  'refresh window with waitUntil': {
    client: 'behind',
    async play(worker, realm) {
      equal(await worker.event('/call/behind'), 'token-1', 'the first token')
      await worker.event(`/advance/behind/${IN_WINDOW_MS}`)
      realm.setRules({ hold: true })
      equal(await worker.event('/call/behind'), 'token-1', 'the token in the window')
      await until(() => realm.tokenCalls === 2, 'a second token call')
      realm.setRules({})
      await until(async () => (await worker.event('/call/behind')) === 'token-2', 'the second token')
      equal(realm.tokenCalls, 2, 'token calls')
    },
  },

  'an outage in the refresh window': {
    client: 'outage',
    async play(worker, realm) {
      await worker.event('/call/outage')
      await worker.event(`/advance/outage/${IN_WINDOW_MS}`)
      realm.setRules({ token: 'unavailable' })
      equal(await worker.event('/call/outage'), 'token-1', 'the token in the window')
      equal(await worker.event('/call/outage'), 'token-1', 'the token in the back-off')
    },
  },

  'a refresh behind that dies with its event': {
    client: 'lost',
    async play(worker, realm) {
      realm.setRules({ lifetimeSeconds: 2 })
      equal(await worker.event('/call/lost'), 'token-1', 'the first token')
      realm.setRules({ hold: true })
      await until(async () => {
        await worker.event('/call/lost')
        return realm.tokenCalls > 1
      }, 'a refresh')
      realm.setRules({})
      await until(async () => (await worker.event('/call/lost')) !== 'token-1', 'another token')
    },
  },

  'an event that ends before its token call': {
    client: 'left',
    async play(worker, realm) {
      realm.setRules({ hold: true })
      await worker.event('/leave/left')
      realm.setRules({})
      equal(await worker.event('/call/left'), 'token-2', 'the token of the next event')
    },
  },

  'a caller that hangs up during the token call': {
    client: 'hungUp',
    async play(worker, realm) {
      realm.setRules({ hold: true })
      const abort = new AbortController()
      const hungUp = failureOf(worker.event('/call/hungUp', { signal: abort.signal }))
      await until(() => realm.tokenCalls === 1, 'a token call')
      abort.abort()
      await hungUp
      realm.setRules({})
      holds((await worker.event('/call/hungUp')).startsWith('token-'), 'the next event has no token')
    },
  },
}

export async function playEvents(worker: Worker, stage: Stage): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [scene, { client, play }] of Object.entries(eventScenes)) {
    const failure = await failureOf(play(worker, stage.realm(client)))
    outcomes.push(failure === undefined ? { scene } : { scene, problem: String(failure) })
  }
  return outcomes
}
