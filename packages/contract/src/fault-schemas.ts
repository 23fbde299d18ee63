import type { FaultName, NamedFaults } from './named-faults.ts'

type Schema = { readonly [keyword: string]: unknown }

const milliseconds = { type: 'number', minimum: 0, maximum: 2 ** 31 - 1 }

const on = {
  type: 'string',
  description:
    'The requests that it falls on: `token`, `api`, an operationId, or `<document id>#<operationId>`. Every request where absent.',
}
const times = {
  type: 'integer',
  minimum: 1,
  description: 'How many requests it falls on. All where absent, until it is cleared.',
}

const customFault = {
  status: { type: 'integer', minimum: 200, maximum: 599, default: 503 },
  headers: {
    type: 'object',
    propertyNames: { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" },
    additionalProperties: { type: 'string', pattern: '^[\\t\\x20-\\x7E\\x80-\\xFF]*$' },
  },
  body: {
    description:
      'A text, or a value that is sent as JSON. Where absent, what the operation documents for the status.',
  },
  reset: { const: true, description: 'Breaks the connection instead of answering.' },
  fault: { const: 'custom' },
} as const

interface NamedSchema<Told> {
  readonly description: string
  readonly members: { readonly [Member in keyof Told]-?: Schema }
  readonly required?: readonly string[]
}

const namedFaults: { readonly [Name in FaultName]: NamedSchema<NamedFaults[Name]> } = {
  too_many_requests: {
    description: '429. The operation is not carried out.',
    members: {
      retryAfterSeconds: { type: 'integer', minimum: 0, maximum: 10 ** 9 },
      retryAfterForm: { enum: ['seconds', 'date'], default: 'seconds' },
    },
  },
  server_error: {
    description: 'The operation is not carried out.',
    members: { status: { type: 'integer', minimum: 500, maximum: 599, default: 500 } },
  },
  reset_mid_body: { description: 'The answer breaks off in the middle of the body.', members: {} },
  slow_headers: {
    description: 'The head of the answer comes line by line, in so many milliseconds.',
    members: { ms: milliseconds },
    required: ['ms'],
  },
  slow_body: {
    description: 'The body comes in pieces, with so many milliseconds after each.',
    members: { ms: milliseconds, pieceBytes: { type: 'integer', minimum: 1, default: 1 } },
    required: ['ms'],
  },
  redirect: {
    description: 'The operation is not carried out.',
    members: {
      to: { type: 'string', minLength: 1, pattern: '^[\\x21-\\x7E]+$' },
      status: { enum: [301, 302, 303, 307, 308], default: 302 },
    },
    required: ['to'],
  },
  html: {
    description: 'A page in HTML. The operation is not carried out.',
    members: { status: { type: 'integer', minimum: 200, maximum: 599, default: 200 } },
  },
  truncated_json: { description: 'The JSON ends in the middle.', members: {} },
  oversized_json: {
    description: 'The JSON is followed by so many blanks.',
    members: { bytes: { type: 'integer', minimum: 1, maximum: 2 ** 30, default: 2 ** 24 } },
  },
  wrong_content_type: {
    description: 'The answer says that it is of another media type.',
    members: { mediaType: { type: 'string', pattern: '^[\\x21-\\x7E ]+$', default: 'text/plain' } },
  },
  clock_skew: {
    description: '`Date` is so many milliseconds ahead, or behind where less than 0.',
    members: { ms: { type: 'number', minimum: -(10 ** 12), maximum: 10 ** 12 } },
    required: ['ms'],
  },
  tar_pit: {
    description: 'Wrong credentials are refused after `ms`, the next time after twice that, and so on.',
    members: { ms: { ...milliseconds, default: 1000 } },
  },
}

export interface FaultSchema {
  readonly type: 'object'
  readonly description: string
  readonly properties: { readonly [member: string]: Schema }
  readonly required: readonly string[]
  readonly additionalProperties: false
}

/** The schema of each fault by its name; that of a fault without a name under `custom`. */
export const faultSchemas: ReadonlyMap<string, FaultSchema> = new Map([
  ['custom', schemaOf('An answer in place of the documented one.', customFault)],
  ...Object.entries<NamedSchema<{ [member: string]: unknown }>>(namedFaults).map(
    ([name, { description, members, required = [] }]): [string, FaultSchema] => [
      name,
      schemaOf(description, { fault: { const: name }, ...members }, ['fault', ...required]),
    ],
  ),
])

function schemaOf(
  description: string,
  members: { readonly [member: string]: Schema },
  required: readonly string[] = [],
): FaultSchema {
  return {
    type: 'object',
    description,
    properties: { on, ...members, times },
    required,
    additionalProperties: false,
  }
}
