import type { FlowSandbox, ProviderFlow } from '@latchkey/auth-core/testing'
import type { StagedSandbox } from '../runtimes/scenes/provider-scenes.ts'

/** What a consumer's program does: each flow's calls, against the sandbox of the stage. */
export async function play(flows: readonly ProviderFlow[], stage: string): Promise<void> {
  const { urls } = (await (await fetch(`${stage}/providers/sandbox`)).json()) as StagedSandbox
  const standIn = (url: string) => urls[url] ?? url
  for (const flow of flows) {
    const { calls } = flow.connect({ url: standIn, origin: standIn } as FlowSandbox, {})
    const answers = await Promise.all(calls.map((call) => call()))
    console.log(`${flow.name}: ${answers.map(({ response }) => response.ok).join(' ')}`)
  }
}
