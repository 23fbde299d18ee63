import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { singleMeaning } from '../scripts/generate/single-meaning.ts'

const root = join(import.meta.dirname, '..')
const sound = { status: 0, stdout: '', stderr: '' }

test('what is committed is what is generated', () => {
  expect(generate(root, '--check')).toEqual(sound)
})

describe('in a copy', () => {
  let copy: string
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'latchkey-generate-'))
    for (const file of globSync(['specs/*.yaml', 'packages/*/src/generated/*'], { cwd: root })) {
      cpSync(join(root, file), join(copy, file))
    }
  })
  afterEach(() => rmSync(copy, { recursive: true }))

  test('names every stale file and the command that mends it, and mends it', () => {
    const before = contents(copy)
    change(copy, 'packages/gbg/src/generated/openapi.ts', 'paths', 'trails')
    rmSync(join(copy, 'packages/gini/src/generated/token-operations.ts'))
    writeFileSync(join(copy, 'packages/gogox/src/generated/left-over.ts'), '')
    expect(generate(copy, '--check')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Stale: packages/gbg/src/generated/openapi.ts, packages/gini/src/generated/token-operations.ts, ' +
        'packages/gogox/src/generated/left-over.ts. Run `pnpm generate`.\n',
    })
    expect(generate(copy)).toEqual(sound)
    expect(contents(copy)).toEqual(before)
  })

  test('a changed document makes its files stale', () => {
    change(copy, 'specs/genuin.yaml', 'summary: Community video.', 'summary: Video of communities.')
    expect(generate(copy, '--check').stderr).toBe(
      'Stale: packages/genuin/src/generated/openapi.json. Run `pnpm generate`.\n',
    )
  })

  test.each([
    {
      what: 'YAML that does not parse',
      from: 'x-id: gogox',
      to: 'x-id: [gogox',
      line: /^specs\/gogox\.yaml:\d+:\d+: .+\n$/,
    },
    {
      what: 'another version of OpenAPI',
      from: 'openapi: 3.1.1',
      to: 'openapi: 3.0.4',
      line: /^specs\/gogox\.yaml:1:10 #\/openapi: this is not OpenAPI 3\.1: .+\n$/,
    },
    {
      what: 'a document that is no OpenAPI at all',
      from: 'paths:\n',
      to: 'paths: []\nx-paths:\n',
      line: /^specs\/gogox\.yaml:\d+:8 #\/paths: this is not OpenAPI 3\.1: must be object\n$/,
    },
    {
      what: 'an extension that breaks its schema',
      from: 'expiresIn: $response',
      to: 'expires: $response',
      line: /^specs\/gogox\.yaml:\d+:\d+ #\/paths\/~1oauth~1token\/post\/x-token-operation\/token: .+"expires"\)\n$/,
    },
    {
      what: 'an extension that names a field that is not there',
      from: 'expiresIn: $response.body#/expires_in',
      to: 'expiresIn: $response.body#/expires',
      line: /^specs\/gogox\.yaml:\d+:22 #\/paths\/.+\/token\/expiresIn: .+ has no \$response\.body#\/expires\n$/,
    },
    {
      what: 'a reference that leads nowhere',
      from: '"#/components/schemas/Order"',
      to: '"#/components/schemas/Orders"',
      line: /^specs\/gogox\.yaml:\d+:\d+ #\/paths\/.+\/\$ref: "#\/components\/schemas\/Orders" names nothing .+\n$/,
    },
  ])('$what is one line, and nothing is written', ({ from, to, line }) => {
    change(copy, 'specs/gogox.yaml', from, to)
    change(copy, 'specs/gbg.yaml', 'title: GBG GO', 'title: GBG')
    const before = contents(copy)
    const { status, stdout, stderr } = generate(copy)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(line)
    expect(contents(copy)).toEqual(before)
  })

  test('a new document is found by itself', () => {
    cpSync(join(copy, 'specs/gogox.yaml'), join(copy, 'specs/courier.yaml'))
    change(copy, 'specs/courier.yaml', 'x-id: gogox', 'x-id: courier')
    expect(generate(copy).stderr).toMatch(/^specs\/courier\.yaml: there is no packages\/courier\. .+\n$/)
    mkdirSync(join(copy, 'packages/courier'))
    expect(generate(copy)).toEqual(sound)
    expect(readFileSync(join(copy, 'packages/courier/src/generated/token-operations.ts'), 'utf8')).toContain(
      "export type TokenPath = '/oauth/token'",
    )
  })

  test('takes no other argument, and no other folder', () => {
    expect(generate(copy, '--chek')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/--chek.*\n$/),
    })
    expect(generate(join(copy, 'packages'))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^There is no specs.*\n$/),
    })
  })
})

describe('a status means', () => {
  test.each([
    { refusals: { client_rejected: null }, meaning: 'client_rejected' },
    { refusals: { scope_rejected: 'a' }, meaning: 'grant_rejected' },
    { refusals: { transient: 'a' }, meaning: 'transient' },
    { refusals: { client_rejected: 'a', request_rejected: 'b' }, meaning: undefined },
    { refusals: { client_rejected: 'a', request_rejected: 'a' }, meaning: 'client_rejected' },
    { refusals: { client_rejected: null, request_rejected: null }, meaning: undefined },
    { refusals: {}, meaning: undefined },
  ])('$meaning for $refusals', ({ refusals, meaning }) => {
    expect(singleMeaning(refusals as Record<string, string | null>)).toBe(meaning)
  })
})

function generate(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/generate.ts'), ...args],
    {
      cwd,
      encoding: 'utf8',
    },
  )
  return { status, stdout, stderr }
}

function change(copy: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(copy, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(
    join(copy, file),
    text.replace(from, () => to),
  )
}

function contents(copy: string): Record<string, string> {
  const files = globSync('packages/*/src/generated/*', { cwd: copy }).sort()
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(copy, file), 'utf8')]))
}
