import { LatchkeyError } from '@latchkey/auth-core'

/** What is asked of the package `redis`: a client, a pool, a cluster or a sentinel. */
export interface NodeRedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
  evalSha: unknown
}

/** What is asked of the package `ioredis`: a client or a cluster. */
export interface IoredisClient {
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>
  defineCommand: unknown
}

/** Runs a script on one key. */
export type Evaluate = (script: string, key: string, ...parameters: string[]) => Promise<unknown>

/** @throws {LatchkeyError} `invalid_options` */
export function evaluateOn(client: NodeRedisClient | IoredisClient): Evaluate {
  if (typeof client?.eval === 'function') {
    if ('evalSha' in client)
      return (script, key, ...parameters) => client.eval(script, { keys: [key], arguments: parameters })
    if ('defineCommand' in client)
      return (script, key, ...parameters) => client.eval(script, 1, key, ...parameters)
  }
  throw new LatchkeyError(
    'invalid_options',
    'Option "client" must be a client of the package redis or ioredis.',
  )
}
