import type { Sandbox } from '@latchkey/contract'

export interface Figures {
  readonly answered: number
  readonly tokenCalls: number
}

/** Sends requests to the service, all at once, and prints what they cost at GBG. */
export async function sendRequests(url: string, count: number, { requests }: Sandbox): Promise<Figures> {
  const before = requests.length
  const servedBy = new Map<string, number>()
  let answered = 0
  async function send(): Promise<void> {
    const response = await fetch(url)
    const pid = response.headers.get('served-by') ?? '?'
    servedBy.set(pid, (servedBy.get(pid) ?? 0) + 1)
    if (response.ok) answered++
    await response.text()
  }
  await Promise.all(Array.from({ length: count }, send))
  const calls = requests.slice(before)
  const tokenCalls = calls.filter(({ kind }) => kind === 'token').length
  const refused = calls.filter(({ kind, status }) => kind === 'api' && status === 401).length
  for (const [pid, served] of servedBy) console.log(`  process ${pid} served ${served}`)
  console.log(`  answered: ${answered}`)
  console.log(`  API calls: ${calls.length - tokenCalls}, refused and sent again: ${refused}`)
  console.log(`  token calls: ${tokenCalls}`)
  return { answered, tokenCalls }
}
