/** A record as a token source has written it, to be spoilt in one place. */
export interface GoodRecord {
  readonly value: string
  readonly version: number
  readonly ageMs: number
}

type Spoil = (good: GoodRecord) => unknown

const members = (spoilt: Record<string, unknown>): Spoil => {
  return (good) => ({ ...good, value: JSON.stringify({ ...JSON.parse(good.value), ...spoilt }) })
}
const value = (spoil: (value: string) => unknown): Spoil => {
  return (good) => ({ ...good, value: spoil(good.value) })
}
const record = (spoilt: Record<string, unknown>): Spoil => {
  return (good) => ({ ...good, ...spoilt })
}

function throwing(member: string): Spoil {
  return (good) =>
    Object.defineProperty({ ...good }, member, {
      get: fail,
    })
}

export function fail(): never {
  throw new Error('not for you')
}

/** What a store may say in place of a record. */
export const badRecords: Readonly<Record<string, Spoil>> = {
  // Another record.
  "another version's record, a newer one": (good) => ({ ...good, version: good.version - 1 }),
  "another version's record, an older one": (good) => ({ ...good, version: good.version + 1 }),
  'a record of another key': members({ key: 'f'.repeat(64) }),
  'a record of its key in capitals': value((text) =>
    text.replace(/(?<="key":")\w+/, (key) => key.toUpperCase()),
  ),
  'a record of no key': members({ key: undefined }),
  'a record of no version': members({ version: undefined }),
  'a record that lists its key': (good) => members({ key: [JSON.parse(good.value).key] })(good),

  // No record.
  null: () => null,
  'a text': ({ value: text }) => text,
  'a number': () => 42,
  true: () => true,
  'an array': () => [],
  'an array of the record': (good) => [good],
  'a function': () => () => {},
  'an empty object': () => ({}),
  'undefined members': () => ({ value: undefined, version: undefined, ageMs: undefined }),
  'a Proxy that throws': (good) =>
    // The store would have to be one that fails, if a promise could not even hold it.
    new Proxy(good, { get: (_, name) => (name === 'then' ? undefined : fail()), has: fail, ownKeys: fail }),
  'a getter of the value that throws': throwing('value'),
  'a getter of the version that throws': throwing('version'),
  'a getter of the age that throws': throwing('ageMs'),

  // No value.
  'no value': record({ value: undefined }),
  'an empty value': record({ value: '' }),
  'a value that is null': record({ value: null }),
  'a value that is a number': record({ value: 42 }),
  'a value that is parsed already': value((text) => JSON.parse(text)),
  'a value that turns into text': value((text) => ({ toString: () => text })),
  'a value in bytes': value((text) => new TextEncoder().encode(text)),
  'half a record': value((text) => text.slice(0, text.length / 2)),
  'all but the last character': value((text) => text.slice(0, -1)),
  'the record twice': value((text) => text + text),
  'a record with a byte order mark': value((text) => `\ufeff${text}`),
  'a record in base64': value((text) => btoa(text)),
  'an encrypted record, without the key': record({ value: `lk1:a:${'A'.repeat(64)}` }),
  'a record of 10 MB': members({ more: 'x'.repeat(1e7) }),
  '10 MB of nothing': record({ value: ' '.repeat(1e7) }),
  'a hundred thousand brackets': record({ value: '['.repeat(1e5) }),
  HTML: record({ value: '<html>Sign in</html>' }),
  'JSON null': record({ value: 'null' }),
  'a JSON number': record({ value: '42' }),
  'a JSON text': value((text) => JSON.stringify(text)),
  'a JSON array': value((text) => `[${text}]`),
  'the record under __proto__': value((text) => `{"__proto__":${text}}`),
  'the record under constructor.prototype': value((text) => `{"constructor":{"prototype":${text}}}`),

  // No version.
  'no version': record({ version: undefined }),
  'a version that is text': (good) => ({ ...good, version: String(good.version) }),
  'a version that is text on both sides': (good) => {
    const version = String(good.version)
    return { ...(members({ version })(good) as object), version }
  },
  'a version that is a bigint': (good) => ({ ...good, version: BigInt(good.version) }),
  'a version that is NaN': record({ version: Number.NaN }),
  'a version that is null on both sides': (good) => ({
    ...(members({ version: null })(good) as object),
    version: null,
  }),
  'a version without end': record({ version: Number.POSITIVE_INFINITY }),
  'a version that is a fraction': (good) => ({ ...good, version: good.version + 0.5 }),
  'a version beyond counting': record({ version: 1e300 }),

  // No age.
  'no age': record({ ageMs: undefined }),
  'an age that is null': record({ ageMs: null }),
  'an age that is text': record({ ageMs: '0' }),
  'an age that is NaN': record({ ageMs: Number.NaN }),
  'an age without end': record({ ageMs: Number.POSITIVE_INFINITY }),
  'a negative age: it is from the future': record({ ageMs: -1 }),
  'no age when it was written': members({ ageMs: undefined }),
  'a text for its age when it was written': members({ ageMs: '0' }),
  'a negative age when it was written': members({ ageMs: -3_600_000 }),
  'an age without end when it was written': value((text) => text.replace(/"ageMs":0/, '"ageMs":1e999')),

  // No token.
  'no token': members({ accessToken: undefined }),
  'an empty token': members({ accessToken: '' }),
  'a token that is null': members({ accessToken: null }),
  'a token that is a number': members({ accessToken: 42 }),
  'a token that is an array': members({ accessToken: ['stored'] }),
  'a token with a line break': members({ accessToken: 'stored\r\nX-Injected: 1' }),
  'a token beyond ASCII': members({ accessToken: 'störed' }),
}
