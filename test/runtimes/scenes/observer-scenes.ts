import type { TokenEvent } from '@latchkey/auth-core'
import { equal, holds } from './assert.ts'
import { builtin, shown } from './inspect.ts'
import { clientSecret, createRealm } from './realm.ts'
import { isWorkerd, type Scenes } from './scene.ts'

interface Channels {
  subscribe(name: string, listener: (message: unknown) => void): void
}

// On workerd a lease comes between: the events of one worker take turns by it.
const steps: readonly TokenEvent['type'][] = [
  'cache_miss',
  'refresh_start',
  'token_call_start',
  'token_call_end',
  'refresh_end',
  'cache_hit',
]

const channels = builtin<Channels>('node:diagnostics_channel')

export const observerScenes: Scenes = {
  async 'nothing shows a secret'(stage) {
    const realm = createRealm(stage, 'secrets')
    const { accessToken } = await realm.tokens.getToken()
    for (const each of [realm.tokens, realm.fetch]) {
      holds(!shown(each).includes(clientSecret), 'the client secret is shown')
      holds(!shown(each).includes(accessToken), 'the token is shown')
    }
  },

  async 'events: onEvent'(stage) {
    const types: TokenEvent['type'][] = []
    const { tokens } = createRealm(stage, 'events', { onEvent: ({ type }) => types.push(type) })
    await tokens.getToken()
    await tokens.getToken()
    equal(
      types.filter((type) => steps.includes(type)),
      steps,
      'the events',
    )
  },

  // Plain workerd has no built-ins of Node.
  ...(isWorkerd && channels === undefined ? {} : { 'events: diagnostics_channel': subscribed }),
}

async function subscribed(stage: string): Promise<void> {
  const { tokens } = createRealm(stage, 'channels')
  const types: string[] = []
  for (const step of steps)
    channels?.subscribe(`latchkey:${step}`, (message) => types.push((message as TokenEvent).type))
  await tokens.getToken()
  await tokens.getToken()
  equal(types, steps, 'the events')
}
