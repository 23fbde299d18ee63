import { env, waitUntil } from 'cloudflare:workers'
import { type ManualClock, manualClock } from '@latchkey/auth-core/testing'
import { until } from './assert.ts'
import { play } from './play.ts'
import { createRealm, type Realm, type RealmOptions } from './realm.ts'

// What workerd runs. The clients are made as the module is loaded, as users do: where there is no request yet, workerd
// refuses I/O, timers and random numbers.

interface ModuleClient {
  readonly realm: Realm
  readonly clock?: ManualClock
}

function moduleClient(name: string, options: RealmOptions = {}): ModuleClient {
  return { realm: createRealm(env.STAGE, name, options) }
}

function timedClient(name: string, options: RealmOptions = {}): ModuleClient {
  const clock = manualClock()
  return { clock, realm: createRealm(env.STAGE, name, { clock, ...options }) }
}

// Where the event dies that makes a token call, the next one waits until that call must be over.
const BRIEF = { attemptTimeoutMs: 1_000, storeTimeoutMs: 100 }

const clients: Readonly<Record<string, ModuleClient>> = {
  cold: moduleClient('cold'),
  awaiting: timedClient('awaiting'),
  behind: timedClient('behind', { waitUntil }),
  outage: timedClient('outage'),
  // What a refresh meets that outlives the time workerd gives it: nobody keeps its event alive.
  lost: moduleClient('lost', { ...BRIEF, refreshWindowMs: 1_000, waitUntil: () => {} }),
  left: moduleClient('left', BRIEF),
  hungUp: moduleClient('hungUp', BRIEF),
}

const events: Record<string, (client: ModuleClient, detail: string) => Promise<string>> = {
  /** An API call. @returns the token it was made with */
  async call({ realm }) {
    const { token } = (await (await realm.fetch(realm.api)).json()) as { token: string }
    return token
  },
  async advance({ clock }, ms) {
    await clock?.advance(Number(ms))
    return ''
  },
  /** Asks for a token and ends before it comes. */
  async leave({ realm }) {
    const { tokenCalls } = await realm.seen()
    realm.tokens.getToken().catch(() => {})
    await until(async () => (await realm.seen()).tokenCalls > tokenCalls, 'a token call')
    return 'left'
  },
}

async function playAll(): Promise<string> {
  const lines: string[] = []
  for await (const outcome of play(env.STAGE)) lines.push(JSON.stringify(outcome))
  return lines.join('\n')
}

export default {
  async fetch(request: Request): Promise<Response> {
    const [, event = '', name = '', detail = ''] = new URL(request.url).pathname.split('/')
    if (event === 'play') return new Response(await playAll())
    const [happen, client] = [events[event], clients[name]]
    if (happen === undefined || client === undefined) return new Response(null, { status: 404 })
    return new Response(await happen(client, detail))
  },
}
