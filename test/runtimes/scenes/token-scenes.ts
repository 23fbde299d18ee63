import { createMemoryStore, encryptStore, isLatchkeyError } from '@latchkey/auth-core'
import { manualClock } from '@latchkey/auth-core/testing'
import { equal, failureOf, holds, times, until } from './assert.ts'
import { createRealm, type RealmRules } from './realm.ts'
import { isShared, isWorkerd, type Scenes } from './scene.ts'

const SECOND = 1000

export const tokenScenes: Scenes = {
  async 'cold start, 100 callers'(stage) {
    const { tokens, seen } = createRealm(stage, 'cold-start')
    const all = await Promise.all(times(100, () => tokens.getToken()))
    const { tokenCalls } = await seen()
    holds(isShared(tokenCalls, 100), `${tokenCalls} token calls`)
    holds(
      all.every(({ accessToken }) => /^token-\d+$/.test(accessToken)),
      'somebody got no token',
    )
  },

  async 'refresh after expiry'(stage) {
    const clock = manualClock()
    const { tokens, seen } = createRealm(stage, 'expiry', { clock })
    equal((await tokens.getToken()).accessToken, 'token-1', 'the first token')
    await clock.advance(3600 * SECOND)
    equal((await tokens.getToken()).accessToken, 'token-2', 'the token after the end of the first')
    equal((await tokens.getToken()).accessToken, 'token-2', 'the token in the cache')
    equal((await seen()).tokenCalls, 2, 'token calls')
  },

  async 'refresh by the own clock'(stage) {
    const { tokens, setRules } = createRealm(stage, 'own-clock')
    await setRules({ lifetimeSeconds: 1 })
    const { expiresAt = 0 } = await tokens.getToken()
    holds(Math.abs(expiresAt - Date.now()) <= SECOND, 'expiresAt is no second from now')
    equal((await tokens.getToken()).accessToken, 'token-1', 'the token at once')
    await until(async () => (await tokens.getToken()).accessToken !== 'token-1', 'a second token')
  },

  async 'background refresh'(stage) {
    const clock = manualClock()
    const { tokens, setRules, seen } = createRealm(stage, 'background', { clock })
    await tokens.getToken()
    await clock.advance(3000 * SECOND)
    if (!isWorkerd) {
      await setRules({ hold: true })
      equal((await tokens.getToken()).accessToken, 'token-1', 'the token while the next one is got')
      await until(async () => (await seen()).tokenCalls === 2, 'a second token call')
      await setRules({})
    }
    await until(async () => (await tokens.getToken()).accessToken === 'token-2', 'the second token')
    equal((await seen()).tokenCalls, 2, 'token calls')
  },

  async 'token from an encrypted store'(stage) {
    const keys = { one: crypto.getRandomValues(new Uint8Array(32)) }
    const store = encryptStore(createMemoryStore(), { keys, current: 'one' })
    const [first, second] = times(2, () => createRealm(stage, 'encrypted', { store }))
    equal((await first?.tokens.getToken())?.accessToken, 'token-1', 'the token of the first source')
    equal((await second?.tokens.getToken())?.accessToken, 'token-1', 'the token of the second source')
    equal((await first?.seen())?.tokenCalls, 1, 'token calls')
  },

  async 'wrong credentials'(stage) {
    const { tokens, setRules, seen } = createRealm(stage, 'wrong-credentials')
    await setRules({ token: 'refuse' })
    for (let call = 0; call < 10; call++)
      equal(codeOf(await failureOf(tokens.getToken())), 'client_rejected', 'the error')
    equal((await seen()).tokenCalls, 1, 'token calls')
  },

  'HTML instead of a token': (stage) => hostile(stage, 'html', { token: 'html' }, 'malformed_token_response'),
  'a token endpoint that redirects': (stage) =>
    hostile(stage, 'redirected', { token: 'redirect' }, 'token_endpoint_redirect'),
}

/** A typed error, and nothing cached: once the endpoint is well, and the cool-down over, there is a token. */
async function hostile(stage: string, name: string, rules: RealmRules, code: string): Promise<void> {
  const clock = manualClock()
  const { tokens, setRules } = createRealm(stage, name, { clock })
  await setRules(rules)
  equal(codeOf(await failureOf(tokens.getToken())), code, 'the error')
  await setRules({})
  await clock.advance(30 * SECOND)
  holds(tokens.peek() === undefined, 'something is cached')
  equal((await tokens.getToken()).accessToken, 'token-2', 'the token after that')
}

function codeOf(error: unknown): unknown {
  return isLatchkeyError(error) ? error.code : String(error)
}
