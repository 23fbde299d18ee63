/** One thing that differs from the document. It carries no values of an answer, apart from status and media type. */
export interface Finding {
  readonly kind: 'status' | 'header' | 'media-type' | 'body' | 'token' | 'no-answer'
  /** Where the document says it: a JSON pointer. */
  readonly pointer: string
  /** Where the answer differs: `/status`, or a JSON pointer below `/headers` or `/body`. */
  readonly at: string
  /** Such as `must be 200`. */
  readonly expected: string
  readonly received: string
}

/** The finding in one line. */
export function textOf({ at, expected, received, pointer }: Finding): string {
  return `${at} ${expected}, received ${received} (#${pointer})`
}
