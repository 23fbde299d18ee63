import { describe, expect, it } from 'vitest'
import { checkCredential, checkHeaderValue, rememberSecrets } from '../src/secret.ts'
import { stubbedSource } from './token-endpoint-stub.ts'

const unusable: [string, unknown][] = [
  ['missing', undefined],
  ['null', null],
  ['empty', ''],
  ['blank', ' \t'],
  ['a number', 42],
  ['with a blank before', ' made-up'],
  ['with a line end, as a file has', 'made-up\n'],
  ['with CR/LF inside', 'made\r\nx-evil: 1'],
  ['with NUL inside', 'made\0up'],
  ['with DEL inside', 'made\x7fup'],
  ['with half a character', 'made\ud800up'],
]
const named = (option: string) =>
  expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(`"${option}"`) })

describe('B21 credentials', () => {
  it.each(unusable)('B21 %s is refused by name, without its value', (_, value) => {
    expect(() => checkCredential('clientSecret', value)).toThrow(named('clientSecret'))
    expect(() => checkCredential('clientSecret', value)).not.toThrow(/made/)
  })

  it.each(['made-up', 'with blanks inside', 'pässwörd', '秘密', '😀', '&+=%"\'\\'])(
    'B21 %s is taken',
    (value) => {
      expect(() => checkCredential('clientSecret', value)).not.toThrow()
    },
  )

  it.each([
    ['', /missing or blank/],
    [' \t', /missing or blank/],
    ['made-up\n', /trim it/],
    ['made\0up', /control character/],
    ['made\ud800up', /half a character/],
  ])('B21 of %j it says what is wrong with it', (value, problem) => {
    expect(() => checkCredential('clientSecret', value)).toThrow(problem)
  })

  it('B21 a header takes Latin-1 only', () => {
    expect(() => checkHeaderValue('subject', '€')).toThrow(/Latin-1/)
    expect(() => checkHeaderValue('subject', 'käthe')).not.toThrow()
    for (const value of ['秘密', '€', 'a\r\nb', ' a', '']) {
      expect(() => checkHeaderValue('subject', value)).toThrow(named('subject'))
    }
  })

  it.each(unusable)(
    'B21 a secret function that returns what is %s is refused when it is asked',
    async (_, value) => {
      const { source, calls } = stubbedSource({ client: { clientSecret: async () => value as string } })
      await expect(source.getToken()).rejects.toEqual(named('clientSecret'))
      expect(calls).toHaveLength(0)
    },
  )
})

describe('rememberSecrets', () => {
  it('asks each function once, however many places need its answer', async () => {
    let asked = 0
    const secret = async () => `made-up-${++asked}`
    const memory = rememberSecrets((answer) => answer)
    const answers = await Promise.all([
      memory.ask(secret),
      memory.resolve('a', secret),
      memory.resolve('b', secret),
    ])
    expect(answers).toEqual(['made-up-1', 'made-up-1', 'made-up-1'])
    expect(await memory.ask(undefined)).toBeUndefined()
    expect(await rememberSecrets((answer) => answer).ask(secret)).toBe('made-up-2')
  })
})
