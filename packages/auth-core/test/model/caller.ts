/** Somebody who wants a token, or an answer of the API, and what has become of it. */
export interface Caller {
  readonly name: string
  readonly subject: string
  readonly startedAt: number
  /** The order in which things happened. */
  readonly tick: number
  readonly forced: boolean
  readonly abort: AbortController
  /** What its request carries; empty where it is a GET. */
  readonly body: string
  /** How its request fails where the API cannot be reached. */
  readonly networkError: Error
  /** The tokens that the API saw, one for each time. */
  readonly sentWith: string[]
  /** Its 401 is the answer, because a new token did not help a moment ago. */
  mayEndRefused: boolean
  /** It waits for the API, not for a token. */
  atApi: boolean
  settled: boolean
  succeeded: boolean
}
