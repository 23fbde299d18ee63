import type { Sandbox } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { fillPlaceholders, valuesFor } from './fill-placeholders.ts'
import type { SeedExample } from './seed-example.ts'
import { seeds } from './seeds.ts'
import { sendExample, type WireAnswer } from './send-example.ts'
import { expectedRequest, shownRequest } from './shown-request.ts'
import { startSandbox } from './start-sandbox.ts'

async function send(example: SeedExample, sandbox: Sandbox): Promise<WireAnswer> {
  if (example.after) await send(example.after, sandbox)
  return sendExample(example, sandbox)
}

/** What an answer is compared by: the token stands for itself, a member without a shown value for its presence. */
function shownAnswer({ answer }: SeedExample, { status, headers, body }: WireAnswer) {
  const content = (body === '' ? {} : JSON.parse(body)) as { [name: string]: unknown }
  const shown = Object.keys(answer.body ?? {}).map((name) => [name, content[name]])
  return {
    status,
    body: Object.fromEntries(shown),
    members: answer.members?.filter((name) => content[name] !== undefined),
    tokenHeader: answer.tokenHeader && headers.get(answer.tokenHeader),
  }
}

describe('each example gets the documented answer', () => {
  test.each(seeds)('%s', async (_, example) => {
    const { answer, request } = example
    const sandbox = await startSandbox(example.provider, answer.body?.['expires_in'] as number | undefined)
    const received = await send(example, sandbox)
    const [issued, recorded] = [sandbox.issued.at(-1), sandbox.requests.at(-1)]
    if (issued === undefined || recorded === undefined) throw new Error('The sandbox issued no token.')

    expect(shownAnswer(example, received)).toEqual({
      status: answer.status,
      body: fillPlaceholders(answer.body ?? {}, example, valuesFor(example, sandbox, issued)),
      members: answer.members,
      tokenHeader: answer.tokenHeader && issued.accessToken,
    })
    const { accept } = request.headers
    if (accept !== undefined) expect(received.headers.get('content-type')).toBe(accept)
    expect(recorded.violations).toEqual([])
    expect(shownRequest(example, sandbox, recorded)).toEqual(expectedRequest(example, sandbox))
  })
})

const written = seeds.filter(([, { kind }]) => kind === 'curl' || kind === 'http')

describe('what is sent is the text and what is said to be restored', () => {
  const squeeze = (text: string) => text.replace(/[\s'"\\]/g, '')

  test.each(written)('%s', (_, example) => {
    const parts =
      example.kind === 'curl' ? ['curl', ...example.arguments] : [...example.head, example.content ?? '']
    const { restored = [] } = example
    const shown = restored.reduce((rest, part) => rest.replace(squeeze(part), ''), squeeze(parts.join('')))
    expect(shown).toBe(squeeze(example.text))
  })
})
