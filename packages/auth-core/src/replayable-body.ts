import type { FetchBody } from './fetch.ts'

/** A body, and whether it can be had once more. */
export interface ReplayableBody {
  /** What is sent first. */
  readonly first: FetchBody | undefined
  /** The content type that came into being with the bytes: no other one names their boundary. */
  readonly contentType?: string
  /** The same bytes again, or undefined where they are gone; `body` is undefined where there was none. */
  again(): Promise<{ readonly body: FetchBody | undefined } | undefined>
  /** It will not be asked for again. */
  release(): void
}
