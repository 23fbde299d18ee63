import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { isRedisThere } from './redis-server.ts'

/** Before all tests: brings the redis-server that some of them start, where that can be done; says so, or how to. */
export default function installRedis(): void {
  if (isRedisThere()) return
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    console.warn(
      'redis-server is missing, so the tests that start one are skipped: install it and put it on the PATH.',
    )
    return
  }
  console.log('redis-server is missing: installing it with apt.')
  // Nothing is started: the tests start servers of their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, stdio: 'inherit' })
  if (apt('install', '-y', 'redis-server').status !== 0) {
    apt('update')
    apt('install', '-y', 'redis-server')
  }
  if (!isRedisThere()) throw new Error('apt could not install redis-server; see its messages above.')
}
