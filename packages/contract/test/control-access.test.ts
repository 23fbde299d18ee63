import { once } from 'node:events'
import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startControlled } from './fixtures/start-controlled.ts'

const call = async (origin: string, headers: Record<string, string>) => {
  const sent = request(`${origin}/revoke-all`, { method: 'POST', headers }).end()
  const [response] = await once(sent, 'response')
  return [response.statusCode, (JSON.parse((await text(response)) || '{}') as { error?: string }).error]
}

test.each<[string, Record<string, string>, string]>([
  ['a page of another site', { origin: 'https://evil.example' }, 'browser_forbidden'],
  ['a page of this machine', { origin: 'http://127.0.0.1' }, 'browser_forbidden'],
  ['a sandboxed page', { origin: 'null' }, 'browser_forbidden'],
  ['a picture or a script', { 'sec-fetch-site': 'cross-site' }, 'browser_forbidden'],
  ['a name that leads here', { host: 'rebound.example' }, 'host_forbidden'],
  ['a name that begins like ours', { host: '127.0.0.1.evil.example:80' }, 'host_forbidden'],
])('%s is refused', async (_, headers, error) => {
  const { sandbox, origin, passwordToken } = await startControlled()
  await passwordToken()
  expect(await call(origin, headers)).toEqual([403, error])
  expect(sandbox.issued[0]?.revoked).toBe(false)
  const host = new URL(origin).host.replace('127.0.0.1', 'LocalHost')
  expect(await call(origin, { host })).toEqual([204, undefined])
})

test('it listens on loopback only, wherever the sandbox listens', async () => {
  const { origin } = await startControlled({ host: '0.0.0.0' })
  const { port, hostname } = new URL(origin)
  expect(hostname).toBe('127.0.0.1')
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)
  for (const address of ['127.0.0.2', ...(outside ? [outside.address] : [])])
    await expect(fetch(`http://${address}:${port}/origins`)).rejects.toThrow('fetch failed')
})
