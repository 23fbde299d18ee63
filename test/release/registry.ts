import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runServer } from 'verdaccio'

/** A registry on loopback that has our packages alone: what they stand on comes from where npm gets everything. */
export interface Registry {
  readonly url: string
  /** What an `.npmrc` says of it. */
  readonly npmrc: string
  close(): Promise<void>
}

/** Starts verdaccio on a free port, with nothing published. */
export async function startRegistry(): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-registry-'))
  const server: Server = await runServer({
    configPath: join(folder, 'config.yaml'),
    storage: join(folder, 'storage'),
    uplinks: {},
    packages: { '@latchkey/*': { access: '$all', publish: '$all', unpublish: '$all' } },
    publish: { allow_offline: true },
    web: { enable: false },
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  } as unknown as string)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}/`,
    npmrc: `@latchkey:registry=http://${host}/\n//${host}/:_authToken=anybody\n`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
