import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TOKEN_EVENT_TYPES, type TokenEventType } from '../src/events.ts'
import { scenarios } from './events/scenarios.ts'
import { heardOf, SECRETS, type Step, shown, stepOf, type Way, ways } from './events/trace.ts'
import { tokenUrl } from './token-endpoint-stub.ts'

beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.5))
afterEach(() => void vi.restoreAllMocks())

/** What is told while a source is made, and nobody hears who comes later. */
const early = (step: Step) => step[0] === 'lease' && step[1]?.outcome === 'unsupported'

describe.each(Object.entries<Way>(ways))('what is told by %s', (_, { listen, comesLate }) => {
  it.each(scenarios)('B24 of %s', async (_, { play, told }) => {
    const heard = await heardOf(play, listen)
    expect(heard.map(stepOf)).toEqual(told.filter((step) => !(comesLate && early(step))))
    for (const event of heard) if ('endpoint' in event) expect(event.endpoint).toBe(tokenUrl)
  })
})

describe('the types of events', () => {
  it('B24 each occurs in a trace', () => {
    const told = scenarios.flatMap(([, scenario]) => scenario.told.map(([type]) => type))
    expect(new Set(told)).toEqual(new Set(TOKEN_EVENT_TYPES))
  })

  it('B24 each has a channel', () => {
    type Silent = Exclude<TokenEventType, (typeof TOKEN_EVENT_TYPES)[number]>
    const none: [Silent] extends [never] ? true : false = true
    expect(none).toBe(true)
  })

  it('B24 each has its row in docs/events.md', () => {
    const page = readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8')
    expect([...page.matchAll(/^\| `(\w+)` /gm)].map(([, type]) => type)).toEqual(TOKEN_EVENT_TYPES)
  })
})

it('B17 no event carries a secret, whoever quotes it', async () => {
  for (const [, { play }] of scenarios) {
    const heard = await heardOf(play, ways.onEvent.listen)
    expect(shown(heard)).not.toMatch(SECRETS)
  }
})
