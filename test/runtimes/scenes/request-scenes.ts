import { type BodyKind, bodyKinds } from '../../../packages/auth-core/test/replay-bodies.ts'
import { equal, failureOf, holds, times, until } from './assert.ts'
import { type ApiCall, createRealm } from './realm.ts'
import { isShared, type Scenes } from './scene.ts'

const ofBuffer = ['Buffer', 'async iterable']
const kinds = bodyKinds.filter(({ name }) => 'Buffer' in globalThis || !ofBuffer.includes(name))

export const requestScenes: Scenes = {
  ...Object.fromEntries(
    kinds.map((kind) => [`replay: ${kind.name}`, (stage: string) => replayed(stage, kind)]),
  ),

  async 'replay: a Request'(stage) {
    const { api, fetch, tokens, revoke, seen } = createRealm(stage, 'replay-request')
    await tokens.getToken()
    await revoke()
    const request = new Request(api, { method: 'PUT', body: 'of a Request', headers: { 'x-kept': '1' } })
    equal((await fetch(request)).status, 200, 'the status')
    const bodies = (await seen()).calls.map(({ status, body }) => [status, atob(body)])
    equal(
      bodies,
      [
        [401, 'of a Request'],
        [200, 'of a Request'],
      ],
      'the calls',
    )
  },

  async 'revocation, 50 on their way'(stage) {
    const { api, fetch, tokens, revoke, seen } = createRealm(stage, 'revocation')
    await tokens.getToken()
    await revoke()
    const answers = await Promise.all(times(50, () => fetch(api)))
    holds(
      answers.every(({ ok }) => ok),
      'somebody got no answer',
    )
    const { tokenCalls, calls } = await seen()
    holds(isShared(tokenCalls - 1, 50), `${tokenCalls} token calls`)
    holds(calls.length <= 100, `${calls.length} API calls`)
  },

  async 'abort of one caller'(stage) {
    const { api, fetch, setRules, seen } = createRealm(stage, 'abort')
    await setRules({ hold: true })
    const abort = new AbortController()
    const reason = new Error('changed my mind')
    const others = times(3, () => fetch(api))
    const aborted = failureOf(fetch(api, { signal: abort.signal }))
    await until(async () => (await seen()).tokenCalls > 0, 'a token call')
    abort.abort(reason)
    holds((await aborted) === reason, 'the caller is told something else than its own reason')
    await setRules({})
    equal(await statuses(others), [200, 200, 200], 'the others')
    holds(isShared((await seen()).tokenCalls, 4), 'too many token calls')
  },

  async 'a redirect, followed with the token'(stage) {
    const { redirect, fetch, seen } = createRealm(stage, 'redirect')
    const response = await fetch(redirect)
    equal(response.status, 200, 'the status')
    equal((await seen()).calls.length, 1, 'calls at the target')
  },
}

/** Both tries have the same bytes under the same content type: the one that the runtime's own fetch gives the body. */
async function replayed(stage: string, { name, make, bytes }: BodyKind): Promise<void> {
  const { api, fetch, tokens, revoke, seen } = createRealm(stage, `replay-${name.replaceAll(' ', '-')}`)
  // What fetch asks for beside a stream; TypeScript's RequestInit does not know it.
  const init = () => ({ method: 'POST', body: make(), duplex: 'half' }) as RequestInit
  await globalThis.fetch(api, init())
  await tokens.getToken()
  await revoke()
  await fetch(api, init())
  const { calls } = await seen()
  equal(
    calls.map(({ status }) => status),
    [401, 401, 200],
    'the statuses',
  )
  const [plain, first, second] = calls
  equal(first?.body, bytes ? base64(bytes) : second?.body, 'the body')
  equal(second?.body, first?.body, 'the body sent again')
  equal(second?.contentType, first?.contentType, 'the content type sent again')
  equal(withoutBoundary(first), withoutBoundary(plain), 'the content type')
  holds((second?.body ?? '') !== '', 'the body is empty')
}

function withoutBoundary(call: ApiCall | undefined): string | undefined {
  return call?.contentType.replace(/boundary=.*/, 'boundary=')
}

async function statuses(calls: Promise<Response>[]): Promise<number[]> {
  return (await Promise.all(calls)).map(({ status }) => status)
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
