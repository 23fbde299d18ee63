import { inspect } from 'node:util'

// Every secret of a run begins with the same word, so that one search finds any of them, plain or in a Basic header.
const WORD = 'cnry-'
/** Nine characters with its colon, so that what follows begins a group of base64. */
export const clientId = 'client-1'
const found = new RegExp(`${WORD}|${btoa(`${WORD}x`).slice(0, 6)}`)

export function canary(kind: string, number: number): string {
  return `${WORD}${kind}-${number}`
}

/** Whether anything that a log, a debugger or an error tracker would make of the error shows a secret. */
export function showsSecret(error: unknown): boolean {
  return found.test(shown(error))
}

function shown(value: unknown): string {
  const whole = inspect(value, { showHidden: true, depth: Number.POSITIVE_INFINITY, getters: true })
  const texts = [whole, String(value), JSON.stringify(value) ?? '']
  if (value instanceof Error) texts.push(value.message, value.stack ?? '', shown(value.cause))
  return texts.join('\n')
}
