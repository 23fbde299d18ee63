import type { Shape } from './shape.ts'

/** A group of named values, each mandatory unless its name ends in `?`. */
type Named = { readonly [name: string]: Shape }

/** What a provider's pages, or its published code, say of one call: read there, and not in our specs. */
export interface DocumentedFact {
  /** `<document id>#<operationId>` */
  readonly operation: string
  /** Where it is written. */
  readonly source: string
  readonly request: {
    readonly method: string
    /** As the page has it; a host that no page names is a placeholder of the spec's. */
    readonly url: string
    /** The scheme in the `Authorization` header; without one the call carries none. */
    readonly credentials?: 'Basic' | 'Bearer'
    readonly headers?: Named
    readonly query?: Named
    readonly mediaType?: string
    readonly body?: Named
    /** The operation takes other requests without a body. @default false */
    readonly isBodyOptional?: true
  }
  readonly answers: readonly DocumentedAnswer[]
}

interface DocumentedAnswer {
  readonly status: number
  readonly headers?: Named
  /** With a body; without one none is documented. */
  readonly mediaType?: string
  readonly body?: Shape
}
