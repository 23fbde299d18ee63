import type { FlowSandbox } from '@latchkey/auth-core/testing'
import { createSandbox } from '@latchkey/contract'
import { loadFlows } from '../../demo/load-flows.ts'
import type { StagedSandbox } from './scenes/provider-scenes.ts'

/** A sandbox of every provider's documents, to be asked and told what to do over HTTP. */
export interface ServedSandbox {
  /** What it says of itself, once `place` is done. */
  answer(place: string): StagedSandbox
  close(): Promise<void>
}

export async function openSandbox(): Promise<ServedSandbox> {
  const flows = await loadFlows(undefined)
  const sandbox = await createSandbox([...new Set(flows.flatMap(({ documents }) => documents))], {
    clients: flows.flatMap((flow) => flow.sandbox.clients),
    users: flows.flatMap((flow) => flow.sandbox.users ?? []),
  })
  const urls: Record<string, string> = {}
  const noting = (translate: (url: string) => string) => (url: string) => {
    const translated = translate(url)
    urls[url] = translated
    return translated
  }
  const asked: FlowSandbox = { ...sandbox, url: noting(sandbox.url), origin: noting(sandbox.origin) }
  for (const flow of flows) flow.connect(asked, {})
  return {
    answer(place) {
      if (place === 'revoke') sandbox.revokeAll()
      const tokenCalls = sandbox.requests.filter(({ kind }) => kind === 'token').length
      return { providers: [...new Set(flows.map(({ provider }) => provider))], urls, tokenCalls }
    },
    close: sandbox.close,
  }
}
