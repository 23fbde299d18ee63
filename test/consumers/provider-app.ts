import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createSandbox } from '@latchkey/contract'
import { loadFlows } from '../../demo/load-flows.ts'
import type { Server } from '../../scripts/generate/openapi-document.ts'
import { serverUrl } from '../../scripts/generate/server-url.ts'
import { readmeCode } from '../readme-code.ts'

const toSandbox = fileURLToPath(new URL('to-sandbox.mjs', import.meta.url))

/** An app of one provider's user: the first code of the README. */
export interface ProviderApp {
  readonly name: string
  readonly code: string
  /** Runs it, as a file, against a new sandbox. @returns what it printed @throws {Error} when it printed a failure */
  run(file: string): Promise<string>
}

type Document = { servers: [Server] }

export async function providerApp(name: string): Promise<ProviderApp> {
  const [flow] = await loadFlows(name)
  const [code] = readmeCode(name)
  const [client] = flow?.sandbox.clients ?? []
  if (flow === undefined || code === undefined || client === undefined)
    throw new Error(`packages/${name} needs a flow with a client, and a README with code that uses it.`)
  const { documents, sandbox } = flow
  const { clientId, clientSecret } = client
  const values = {
    ID: clientId,
    KEY: clientId,
    SECRET: clientSecret,
    URL: serverUrl((documents[0] as Document).servers[0]),
  }
  const names = [...code.matchAll(/\b[A-Z]+(?:_[A-Z]+)*_(ID|KEY|SECRET|URL)\b/g)]
  const env = Object.fromEntries(
    names.map(([variable, kind]) => [variable, values[kind as keyof typeof values]]),
  )
  return {
    name,
    code,
    async run(file) {
      const opened = await createSandbox(documents, { ...sandbox, control: true })
      try {
        const origins = await (await fetch(`${opened.controlOrigin}/origins`)).text()
        const args = ['--import', toSandbox, file, origins]
        const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env })
        if (stderr !== '' || stdout === '') throw new Error(`${file} printed: ${stderr}`)
        return stdout
      } finally {
        await opened.close()
      }
    },
  }
}
