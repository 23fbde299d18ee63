/** Where a token request takes a value: a runtime expression of OpenAPI. */
export type RequestPlace = `$request.${'header.' | 'query.' | 'body#/'}${string}`
/** Where a token response carries a value. */
export type ResponsePlace = `$response.${'header.' | 'body#/'}${string}`

/** Where the values of one grant go in; an absent place means that the operation takes no such value. */
export interface GrantPlaces<Place extends string = RequestPlace> {
  readonly grantType?: Place
  readonly scope?: Place
  readonly username?: Place
  readonly password?: Place
  readonly refreshToken?: Place
  readonly subject?: Place
}

/** What a refusal means to the token life cycle. */
export type Refusal = 'client_rejected' | 'grant_rejected' | 'transient'

/**
 * An operation that issues tokens, as its document describes it (`x-token-operation`): how the client
 * authenticates, where each value goes in, where the token comes out. Written by the generator, never by hand.
 */
export interface TokenOperation<In extends string = RequestPlace, Out extends string = ResponsePlace> {
  /** The absolute URL; absent where the document knows no host. */
  readonly url?: string
  /** The path below the server, for hosts that only the user knows. */
  readonly path: string
  readonly accept: string
  /** Absent where the operation takes no body. */
  readonly contentType?: 'application/x-www-form-urlencoded' | 'application/json'
  readonly client: 'basic' | 'client_secret_basic' | { readonly id: In; readonly secret: In }
  readonly grants: { readonly [name: string]: GrantPlaces<In> }
  readonly token: {
    readonly accessToken: Out
    readonly tokenType?: Out
    readonly expiresIn?: Out
    readonly refreshToken?: Out
    readonly scope?: Out
  }
  /** The statuses that mean one thing only, whatever their body says. */
  readonly errors?: { readonly [status: number]: Refusal }
}

// Without the index signature that the types of response headers carry: it would let every name pass.
type NamesOf<T> = T extends object
  ? keyof { [K in keyof T as string extends K ? never : K]: T[K] } & string
  : never
type ContentOf<T> = T extends { content: infer Content } ? Content[keyof Content] : never
type Parameters<Operation, Kind extends string> = Operation extends { parameters: { [K in Kind]?: infer P } }
  ? NamesOf<NonNullable<P>>
  : never
type RequestBody<Operation> = Operation extends { requestBody?: infer Body } ? NonNullable<Body> : never
type Success<Operation> = Operation extends { responses: { 200: infer Response } } ? Response : never

/**
 * A {@link TokenOperation} that names only what the operation of the generated types really has: a field, header or
 * query parameter that the document renames or drops no longer compiles.
 */
export type TokenOperationOf<Operation> = TokenOperation<
  | `$request.body#/${NamesOf<ContentOf<RequestBody<Operation>>>}`
  | `$request.header.${Parameters<Operation, 'header'>}`
  | `$request.query.${Parameters<Operation, 'query'>}`,
  | `$response.body#/${NamesOf<ContentOf<Success<Operation>>>}`
  | `$response.header.${Success<Operation> extends { headers: infer Headers } ? NamesOf<Headers> : never}`
>
