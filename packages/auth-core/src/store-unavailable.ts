import { LatchkeyError } from './errors.ts'

/** The error where a refresh token may not be spent, because the store that knows whose turn it is does not answer. */
export function storeUnavailable(): LatchkeyError {
  return new LatchkeyError(
    'store_unavailable',
    'The store does not answer, and without it a refresh token may be spent twice; bring the store back.',
  )
}
