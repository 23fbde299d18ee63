type Method = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace'

/** What stands for paths that are not known to the compiler: every name, status and body is taken. */
export type AnyPaths = { readonly [path: string]: unknown }

/** `POST /journey/start`, for each operation of the paths that openapi-typescript wrote. */
type OperationName<Paths> = {
  [Path in keyof Paths & string]: {
    // A method that is not documented is an optional member there.
    [M in Method]: Paths[Path] extends { [Documented in M]: object } ? `${Uppercase<M>} ${Path}` : never
  }[Method]
}[keyof Paths & string]

type OperationOf<Paths, Name> = Name extends `${infer Verb} ${infer Path}`
  ? Path extends keyof Paths
    ? Lowercase<Verb> extends keyof Paths[Path]
      ? Paths[Path][Lowercase<Verb>]
      : never
    : never
  : never

/**
 * What is answered in place of a documented success, by operation. A request must first be let in and keep its
 * document; one that does not is refused as if there were no override.
 */
export type Overrides<Paths> = string extends keyof Paths
  ? { readonly [operation: string]: Override<AnyOperation> }
  : { readonly [Name in OperationName<Paths>]?: Override<OperationOf<Paths, Name>> }

/** An answer, or what makes one of the request; where it makes none, the documented success is answered. */
export type Override<Operation> =
  | OverrideAnswer<Operation>
  | ((
      request: OverrideRequest<Operation>,
    ) => OverrideAnswer<Operation> | undefined | Promise<OverrideAnswer<Operation> | undefined>)

/** One of the documented statuses, with a body that is documented for it. */
export type OverrideAnswer<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses]: AnswerWith<StatusOf<Status>, Responses[Status]> }[keyof Responses]
  : never

// `default` and `4XX` stand for statuses that cannot be listed.
type StatusOf<Key> = Key extends number ? Key : number

interface AnswerHead<Status> {
  readonly status: Status
  /** Added to the documented headers, in whose place they stand where the names are the same. */
  readonly headers?: { readonly [name: string]: string }
}

type AnswerWith<Status, Response> = Response extends { content: infer Content }
  ? { [Type in keyof Content]: ContentOf<Status, Type, Content[Type]> }[keyof Content]
  : AnswerHead<Status> & { readonly body?: never; readonly mediaType?: never }

type ContentOf<Status, Type, Body> = AnswerHead<Status> & {
  /** @default the documented example */
  readonly body?: Type extends `${string}json` ? Body : Body | Uint8Array
  /** @default the first documented one that `Accept` admits */
  readonly mediaType?: Type
}

/** The request as an override sees it. Texts are not turned into numbers. */
export interface OverrideRequest<Operation> {
  readonly method: string
  /** The values of the path's parameters, percent-decoded. */
  readonly params: { readonly [Name in keyof PathParameters<Operation>]: string }
  readonly query: URLSearchParams
  /** By name in lower case. */
  readonly headers: { readonly [name: string]: string }
  /** The JSON value, the members of a form, or a text; undefined for other content and where there is none. */
  readonly body: RequestBody<Operation>
}

type PathParameters<Operation> = Operation extends { parameters: { path: infer Parameters } }
  ? Parameters
  : {}

type RequestBody<Operation> = Operation extends { requestBody: { content: infer Content } }
  ? Content[keyof Content]
  : Operation extends { requestBody?: { content: infer Content } }
    ? Content[keyof Content] | undefined
    : undefined

export interface AnyOperation {
  parameters: { path: { [name: string]: string } }
  // biome-ignore lint/suspicious/noExplicitAny: nothing is known of the bodies
  requestBody: { content: { [mediaType: string]: any } }
  // biome-ignore lint/suspicious/noExplicitAny: nothing is known of the bodies
  responses: { default: { content: { [mediaType: string]: any } } }
}
