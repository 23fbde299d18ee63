import type { FlowSandbox, ProviderFlow } from '@latchkey/auth-core/testing'
import { equal, holds, times } from './assert.ts'
import { shown } from './inspect.ts'
import { isShared, type Scene, type Scenes } from './scene.ts'

/** The sandbox of the provider packages, as the stage tells of it. */
export interface StagedSandbox {
  readonly providers: readonly string[]
  /** What stands for each documented URL that the flows name. */
  readonly urls: Readonly<Record<string, string>>
  readonly tokenCalls: number
}

/** Every flow of every provider package, against a sandbox made from the provider's document. */
export async function providerScenes(stage: string): Promise<Scenes> {
  const { providers } = await ask(stage)
  const scenes: Record<string, Scene> = {}
  for (const provider of providers) {
    const module = await import(`../../../packages/${provider}/test/flows.ts`)
    for (const flow of module.flows as readonly ProviderFlow[])
      scenes[`${provider}: ${flow.name}`] = (stage) => play(flow, stage)
  }
  return scenes
}

/** A first call for each subject; then the tokens are revoked, and 20 are made at once. */
async function play(flow: ProviderFlow, stage: string): Promise<void> {
  const { urls, tokenCalls } = await ask(stage)
  const standIn = (url: string) => urls[url] ?? url
  const { clients, calls } = flow.connect({ url: standIn, origin: standIn } as FlowSandbox, {})
  for (const call of calls) equal((await call()).response.status < 300, true, 'the first call succeeds')
  equal((await ask(stage)).tokenCalls - tokenCalls, calls.length, 'token calls')
  await ask(stage, 'revoke')
  const again = calls.flatMap((call) => times(20 / calls.length, call))
  const answers = await Promise.all(again)
  equal(answers.filter(({ response }) => !response.ok).length, 0, 'calls that failed after a revocation')
  const renewals = (await ask(stage)).tokenCalls - tokenCalls - calls.length
  holds(isShared(renewals / calls.length, 20), `${renewals} token calls after a revocation`)
  for (const { clientSecret } of flow.sandbox.clients)
    holds(!clients.some((client) => shown(client).includes(clientSecret)), 'a client shows its secret')
}

async function ask(stage: string, place = 'sandbox'): Promise<StagedSandbox> {
  return (await fetch(`${stage}/providers/${place}`)).json() as Promise<StagedSandbox>
}
