import {
  checkKnown,
  LatchkeyError,
  type Lease,
  type StoreCallOptions,
  type TokenStore,
} from '@latchkey/auth-core'
import { evaluateOn, type IoredisClient, type NodeRedisClient } from './redis-client.ts'
import { READ, RELEASE, RENEW, TAKE, WRITE } from './scripts.ts'

export interface RedisStoreOptions {
  /** A connected client of the package `redis` or `ioredis`. It stays yours: nothing here opens or closes it. */
  readonly client: NodeRedisClient | IoredisClient
  /** What the names of all keys in Redis begin with. @default 'latchkey:' */
  readonly keyPrefix?: string
}

/**
 * A store on Redis or Valkey: all processes that share it make one token call between them.
 *
 * | what is there | under | until |
 * |---|---|---|
 * | the newest token of a key, a hash of `value`, `version` and `ttl` | `<keyPrefix>{<key>}:token` | the token's end; 90 days where it has a refresh token |
 * | who gets the next one | `<keyPrefix>{<key>}:lease` | it is given back or over |
 *
 * Both keys of a token are in one slot of a cluster. Ages are what Redis has counted off the time to live, so no process's
 * clock matters. Commands used: `EVAL`, and in it `DEL GET HGET HMGET HSET PEXPIRE PTTL SET`.
 *
 * @returns a store; its methods reject where Redis does, and a token source then does without it for 5 s
 * @throws {LatchkeyError} `invalid_options`
 */
export function createRedisStore(options: RedisStoreOptions): TokenStore {
  checkKnown('createRedisStore', options, ['client', 'keyPrefix'])
  const { keyPrefix = 'latchkey:' } = options
  if (typeof keyPrefix !== 'string')
    throw new LatchkeyError('invalid_options', 'Option "keyPrefix" must be a string.')
  const evaluate = evaluateOn(options.client)

  async function ask({ signal }: StoreCallOptions, script: string, key: string, ...parameters: string[]) {
    signal.throwIfAborted()
    const call = crypto.randomUUID()
    const reply = await evaluate(script, keyPrefix + key, call, ...parameters)
    const [answered, ...answer] = Array.isArray(reply) ? reply : []
    if (String(answered) !== call) throw new Error('Redis has answered another call.')
    return answer
  }

  async function isDone(...question: Parameters<typeof ask>): Promise<boolean> {
    const [done] = await ask(...question)
    return Number(done) === 1
  }

  return {
    async get(key, options) {
      const [value, version, ageMs] = await ask(options, READ, `{${key}}:token`)
      if (version === undefined) return undefined
      return { value: String(value), version: Number(version), ageMs: Number(ageMs) }
    },
    set: (key, { value, version, ttlMs }, options) =>
      isDone(options, WRITE, `{${key}}:token`, value, String(version), milliseconds(ttlMs)),
    async lease(key, ms, options): Promise<Lease | undefined> {
      const name = `{${key}}:lease`
      const owner = crypto.randomUUID()
      if (!(await isDone(options, TAKE, name, owner, milliseconds(ms)))) return undefined
      return {
        renew: (more, options) => isDone(options, RENEW, name, owner, milliseconds(more)),
        async release(options) {
          await isDone(options, RELEASE, name, owner)
        },
      }
    },
  }
}

/** As Redis takes them: whole, and at least one. */
function milliseconds(ms: number): string {
  return String(Math.max(Math.ceil(ms), 1))
}
