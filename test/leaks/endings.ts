import { type CanaryName, canaries, writings } from './canaries.ts'

export interface Sent {
  readonly url: string
  readonly headers: Headers
  readonly body: string
  /** The secrets that the request carries, and the access token once it was issued. */
  readonly known: readonly CanaryName[]
}

/** What becomes of a token call. */
export interface Ending {
  readonly name: string
  answer(sent: Sent): Response
}

/** All that a server, or a fetch, has been told: as it was sent, and each secret as `write` puts it. */
function everything({ url, headers, body, known }: Sent, write: (secret: string) => string = String): string {
  const sentHeaders = [...headers].flat()
  const pairs = sentHeaders.flatMap((value) => /^Basic (.*)$/.exec(value)?.slice(1) ?? [])
  const decoded = pairs.map((pair) => Buffer.from(pair, 'base64').toString())
  const told = [...known.map((name) => canaries[name]), ...pairs].map(write)
  return [...told, ...decoded, url, body, ...sentHeaders].join(' | ')
}

/** The same from behind the place where a text is cut. */
const far = (sent: Sent) => `${' '.repeat(475)}${everything(sent)}`

const quoted = (text: string) => ({
  error: text,
  error_description: text,
  error_uri: text,
  message: text,
  code: text,
  [text]: text,
  nested: { message: text },
})

function broken(error: unknown): never {
  throw error
}

const visible = (text: string) => encodeURIComponent(text)

export const success: Ending = {
  name: 'success',
  answer: () =>
    Response.json(
      {
        access_token: canaries.accessToken,
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: canaries.refreshToken,
        scope: 'a',
      },
      { headers: { 'gn-access-token': canaries.accessToken } },
    ),
}

/** Each way of writing a secret down, in an answer and in an error. */
export const quotations: readonly Ending[] = Object.entries(writings).flatMap(([name, write]) => [
  {
    name: `a refusal that quotes ${name}`,
    answer: (sent: Sent) => Response.json(quoted(everything(sent, write)), { status: 400 }),
  },
  {
    name: `a network failure that quotes ${name}`,
    answer: (sent: Sent) => broken(new TypeError(everything(sent, write))),
  },
])

/** Ends of a token call that quote every secret wherever something can be said. */
export const failures: readonly Ending[] = [
  { name: 'a refusal, quoting late', answer: (sent) => Response.json(quoted(far(sent)), { status: 403 }) },
  { name: 'a refusal in HTML', answer: (sent) => new Response(everything(sent), { status: 401 }) },
  {
    name: 'a refusal in its headers',
    answer: (sent) =>
      new Response(null, {
        status: 401,
        statusText: visible(everything(sent)),
        headers: {
          'www-authenticate': `Basic realm="${visible(everything(sent))}"`,
          'retry-after': visible(everything(sent)),
          [`x-${Buffer.from(canaries.clientSecret).toString('hex')}`]: 'a',
        },
      }),
  },
  { name: 'an outage', answer: (sent) => Response.json(quoted(everything(sent)), { status: 503 }) },
  {
    name: 'a redirect',
    answer: (sent) =>
      new Response(null, {
        status: 302,
        headers: {
          location: `https://x.example/${visible(everything(sent))}?a=${visible(everything(sent))}`,
        },
      }),
  },
  { name: 'a success that is none', answer: (sent) => new Response(everything(sent)) },
  {
    name: 'a success with an unusable token',
    answer: (sent) => Response.json({ ...quoted(everything(sent)), access_token: everything(sent) }),
  },
  {
    name: 'a body that breaks off',
    answer: (sent) =>
      new Response(
        new ReadableStream({ pull: (controller) => controller.error(new Error(everything(sent))) }),
      ),
  },
  {
    name: 'a network failure',
    answer: (sent) =>
      broken(new TypeError('fetch failed', { cause: Object.assign(new Error(everything(sent)), { sent }) })),
  },
  {
    name: 'a network failure of several addresses',
    answer: (sent) =>
      broken(
        new TypeError(everything(sent), {
          cause: new AggregateError([new Error(everything(sent))], everything(sent)),
        }),
      ),
  },
  {
    name: 'an error with secrets in its name, code and stack',
    answer: (sent) => {
      const error = Object.assign(new Error(everything(sent)), {
        name: everything(sent),
        code: everything(sent),
        config: sent,
        [Symbol('request')]: sent,
      })
      error.stack = everything(sent)
      return broken(error)
    },
  },
  { name: 'a text that is thrown', answer: (sent) => broken(everything(sent)) },
  {
    name: 'the request itself, thrown',
    answer: (sent) => broken({ ...sent, toString: () => everything(sent) }),
  },
]
