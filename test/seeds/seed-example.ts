/** What of an example is not the example's own: a test puts the sandbox's value there. */
export type Placeholder =
  | 'clientId'
  | 'clientSecret'
  /** `id:secret`, as curl takes it. */
  | 'credentials'
  /** The same in Base64, as the Basic header carries it. */
  | 'basic'
  | 'username'
  | 'password'
  | 'accessToken'
  | 'refreshToken'
  | 'origin'
  | 'host'

export type Provider = 'gini' | 'gbg' | 'genuin' | 'gogox'

/** What an example asks for, in whole, whatever it is written in. */
interface SeedRequest {
  readonly method: 'GET' | 'POST'
  /** The documented server, or the template that stands for one that nobody documents. */
  readonly server: string
  readonly path: string
  readonly query: { readonly [name: string]: string }
  /** The headers that the example shows, in lower case; `Host` aside. */
  readonly headers: { readonly [name: string]: string }
  /** Decoded: the members of the form or of the JSON object. */
  readonly body?: { readonly [name: string]: unknown }
}

/** What the seed says of the answer. */
export interface SeedAnswer {
  readonly status: number
  /** The members that it shows, with their values. */
  readonly body?: { readonly [name: string]: unknown }
  /** The members that it reads without showing a value. */
  readonly members?: readonly string[]
  /** The header that carries the token. */
  readonly tokenHeader?: string
}

interface Example {
  /** The file name of the seed. */
  readonly seed: string
  readonly name: string
  readonly provider: Provider
  /** `<document id>#<operationId>` */
  readonly operation: string
  /** As the seed has it, damage included; of a program, the part that makes the request. */
  readonly text: string
  readonly request: SeedRequest
  readonly placeholders: { readonly [text: string]: Placeholder }
  readonly answer: SeedAnswer
  /** The example whose answer brings the token that this one sends. */
  readonly after?: SeedExample
  /** What is sent and does not stand in the text. */
  readonly restored?: readonly string[]
  /** Where the seed is damaged, silent or contradicts itself: what it has, and how it was read. */
  readonly readings?: readonly string[]
}

export interface CurlExample extends Example {
  readonly kind: 'curl'
  readonly arguments: readonly string[]
}

/** The bytes that are sent: raw HTTP as it is read, or what a program puts on the wire. */
export interface MessageExample extends Example {
  readonly kind: 'http' | 'ruby' | 'php'
  /** Request line and headers, without `Content-Length`, which the test counts. */
  readonly head: readonly string[]
  readonly content?: string
}

export type SeedExample = CurlExample | MessageExample
