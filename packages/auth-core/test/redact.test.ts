import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact, withoutBaggage } from '../src/redact.ts'

const lowerCase = (encoded: string) => encoded.replace(/%../g, (code) => code.toLowerCase())

describe('B17 redact', () => {
  // Has what each encoding treats in its own way, and a base64 with + and / in it, and = at its end.
  const secret = `p"ä s+s&!(w)'~*<>>>%???w`
  const form = new URLSearchParams({ a: secret }).toString().slice(2)
  const component = encodeURIComponent(secret)
  const named = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const base64 = Buffer.from(secret).toString('base64')
  it.each([
    ['plain', secret],
    ['form-encoded', form],
    ['form-encoded with %20', form.replaceAll('+', '%20')],
    ['as a part of a URL', component],
    ['as the query of a URL', new URL(`https://id.example/?${component}`).search.slice(1)],
    ['form-encoded in lower case', lowerCase(form)],
    ['as a part of a URL in lower case', lowerCase(component)],
    ['as JSON', JSON.stringify(secret).slice(1, -1)],
    ['in base64', base64.replaceAll('=', '')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['in HTML', named(secret)],
  ])('B17 masks a secret that is quoted %s, each time', (_, quoted) => {
    expect(redact(`<${quoted}|${quoted}>`, [secret])).toBe('<[redacted]|[redacted]>')
  })

  const json = (text: string) => JSON.stringify(text).slice(1, -1)
  const unicode = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  const reference = (char: string) => `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`
  const encoders: Record<string, (text: string) => string> = {
    'json_encode of PHP': (text) =>
      json(text)
        .replaceAll('/', '\\/')
        .replace(/[^ -~]/g, unicode),
    'encoding/json of Go': (text) => json(text).replace(/[<>&]/g, unicode),
    'json.dumps of Python': (text) => json(text).replace(/[^ -~]/g, unicode),
    'urllib of Python': (text) =>
      encodeURIComponent(text)
        .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
        .replaceAll('%2F', '/'),
    'htmlspecialchars of PHP': (text) => named(text).replaceAll("'", '&#039;'),
    mustache: (text) => named(text).replaceAll("'", '&#39;').replace(/[/`=]/g, reference),
    handlebars: (text) => named(text).replace(/['`=]/g, reference),
    'html.escape of Python': (text) => named(text).replaceAll("'", '&#x27;'),
    'html.EscapeString of Go': (text) => named(text).replaceAll("'", '&#39;').replaceAll('&quot;', '&#34;'),
    'an XML writer': (text) => named(text).replaceAll("'", '&apos;'),
    OWASP: (text) => named(text).replace(/['/]/g, reference),
    'OWASP in hexadecimals': (text) => text.replace(/[&<>"'/`=]/g, reference),
    'HTML in decimals': (text) => text.replace(/[^\w]/gu, (char) => `&#${char.codePointAt(0)};`),
  }
  const secrets = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((text) => !/[\p{Cc}Ж]/u.test(text))
  it.each(Object.entries(encoders))('B17 masks any secret that %s quotes', (_, encode) => {
    const check = (secret: string) => {
      expect(redact(`Ж${encode(secret)}Ж`, [secret])).toBe('Ж[redacted]Ж')
    }
    check(`${secret}/'\`=`)
    fc.assert(fc.property(secrets, check))
  })

  it('B17 leaves text without the secret as it is', () => {
    const other = fc.string({ unit: fc.constantFrom(...'NOPQRnopqr\\%&+;#/0😀'), maxLength: 500 })
    const secret = fc
      .string({ unit: fc.constantFrom(...'abcdef+/&'), minLength: 3 })
      .map((text) => `a${text}`)
    fc.assert(
      fc.property(other, secret, (text, secret) => {
        expect(redact(text, [secret])).toBe(text)
      }),
    )
  })

  it('B17 the secret of these tests is a hard one', () => {
    expect(base64).toMatch(/\+.*\/.*==$/)
  })

  it('B17 masks all of a secret of which another one is a part', () => {
    expect(redact('made-up-secret-2', ['made-up', 'made-up-secret-2', 'secret'])).toBe('[redacted]')
  })

  it('B17 cuts at 500 characters, after masking', () => {
    expect(redact('x'.repeat(501), [])).toHaveLength(500)
    expect(redact(`${'x'.repeat(495)}made-up-secret`, ['made-up-secret'])).toBe(`${'x'.repeat(495)}[reda`)
  })

  it.each([
    ['nothing', []],
    ['an empty secret', ['']],
    ['half a character', ['\ud800']],
  ])('B17 leaves the text alone where %s is to be masked', (_, secrets) => {
    expect(redact('text', secrets)).toBe('text')
  })
})

describe('B17 withoutBaggage', () => {
  it('B17 keeps name, message and code of the innermost error, and nothing else', () => {
    const inner = Object.assign(new RangeError('connect to made-up-secret failed'), {
      code: 'ECONNREFUSED',
      headers: { authorization: 'Basic bWFkZS11cA==' },
    })
    const rebuilt = withoutBaggage(new TypeError('fetch failed', { cause: inner }), ['made-up-secret'])
    expect(rebuilt).toMatchObject({
      name: 'RangeError',
      message: 'connect to [redacted] failed',
      code: 'ECONNREFUSED',
    })
    expect(Object.keys(rebuilt).sort()).toEqual(['code', 'name'])
    expect(rebuilt.stack).not.toContain('made-up-secret')
    expect(rebuilt.cause).toBeUndefined()
  })

  it.each([
    ['is no text', { message: { a: 1 }, name: undefined }, '[object Object]', 'undefined'],
    [
      'cannot be read',
      {
        get message() {
          throw new Error('no')
        },
        name: Object.create(null),
      },
      'unreadable',
      'unreadable',
    ],
  ])('B17 B20 copes with an error whose message %s', (_, members, message, name) => {
    const error = Object.defineProperties(new Error(''), Object.getOwnPropertyDescriptors(members))
    expect(withoutBaggage(error, ['made-up-secret'])).toMatchObject({ message, name })
  })

  it.each<[unknown, string]>([
    ['made-up-secret', 'string'],
    [undefined, 'undefined'],
    [{ secret: 'made-up-secret' }, 'object'],
  ])('B17 says only the type of what is no error', (thrown, message) => {
    expect(withoutBaggage(thrown, [])).toMatchObject({ name: 'Error', message })
  })
})
