import { performance } from 'node:perf_hooks'
import type { FlowSandbox, ManualClock, ProviderFlow } from '@latchkey/auth-core/testing'

const WARM_UP = 20
const ROUNDS = 100

/**
 * What the client adds to a call, in milliseconds: the median over pairs of a call through the client and a bare
 * fetch of the same resource with the same token, now the one first and now the other.
 */
export async function timeAdded(
  flow: ProviderFlow,
  sandbox: FlowSandbox,
  clock: ManualClock,
): Promise<number> {
  let last: Parameters<typeof fetch> | undefined
  const { calls } = flow.connect(sandbox, {
    clock,
    fetch(input, init) {
      last = [input, init]
      return fetch(input, init)
    },
  })
  const [call] = calls
  if (call === undefined) throw new Error('the flow has no calls')
  await call()
  const [url, init] = last as unknown as Parameters<typeof fetch>
  const bare = async () => (await fetch(url, init)).text()

  const differences: number[] = []
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const bareFirst = round % 2 === 0 ? await timed(bare) : undefined
    const ours = await timed(call)
    const theirs = bareFirst ?? (await timed(bare))
    if (round >= 0) differences.push(ours - theirs)
  }
  return differences.sort((a, b) => a - b)[ROUNDS / 2] as number
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
