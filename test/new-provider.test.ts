import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type OpenApiDocument, tokenOperationsOf } from '../scripts/generate/openapi-document.ts'
import { readSpecs, type Spec } from '../scripts/generate/read-specs.ts'
import { readArguments } from '../scripts/new-provider/arguments.ts'
import { checkPlaces } from '../scripts/new-provider/check-places.ts'
import { describeProvider } from '../scripts/new-provider/provider.ts'
import { newFiles } from '../scripts/new-provider/provider-files.ts'
import { readProviderSpec } from '../scripts/new-provider/read-provider-spec.ts'
import { callsSource } from '../scripts/new-provider/templates/calls-source.ts'
import { clientSource } from '../scripts/new-provider/templates/client-source.ts'
import { flowsSource } from '../scripts/new-provider/templates/flows-source.ts'
import { writeProvider } from '../scripts/new-provider/write-provider.ts'
import { compileModules } from './compile-modules.ts'

// What is written for a new provider as a whole is proved by `pnpm check:full new-provider`.

const root = join(import.meta.dirname, '..')
const acme = readFileSync(join(root, 'test/new-provider/acme.yaml'), 'utf8')

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-new-provider-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

test.each([
  [[], /^There are 0 arguments and should be two, NAME and SPEC; see --help\.$/],
  [['acme'], /^There are 1 arguments/],
  [['acme', 'a.yaml', 'b.yaml'], /^There are 3 arguments/],
  [['--force', 'acme', 'a.yaml'], /^Unknown option '--force'; see --help\.$/],
  [['Acme', 'a.yaml'], /^"Acme" is no name of a provider: write it in kebab-case, such as acme-pay/],
  [['acme_pay', 'a.yaml'], /^"acme_pay" is no name/],
  [['a'.repeat(205), 'a.yaml'], /at most 204 characters/],
  [['delete', 'a.yaml'], /^"delete" is a word of JavaScript/],
])('%j is refused', (args, message) => {
  expect(() => readArguments(args)).toThrow(message)
})

test('a name whose files are there is refused, and they are named', () => {
  expect(() => checkPlaces(root, 'gogox', 'elsewhere.yaml')).toThrow(
    'The provider "gogox" is there already (packages/gogox, test/facts/providers/gogox.ts, ' +
      'test/contract-coverage/calls/gogox.ts, specs/gogox.yaml): choose another name, or remove these first.',
  )
  expect(() => checkPlaces(root, 'gini', 'elsewhere.yaml')).toThrow('specs/gini.pay-api.yaml')
  const folder = folderWith({ 'specs/acme.yaml': acme })
  expect(() => checkPlaces(folder, 'acme', 'elsewhere.yaml')).toThrow('specs/acme.yaml')
  expect(() => checkPlaces(folder, 'acme', 'specs/acme.yaml')).not.toThrow()
})

const unmarked = acme
  .replace(/ {6}x-token-operation:[\s\S]*?(?= {6}requestBody:)/, '')
  .replaceAll(/ {10}x-token-error:\n.*\n/g, '')

test.each([
  ['is no YAML', acme.replace('title: Acme', 'title: [Acme'), /^\S+acme\.yaml:\d+:\d+: /],
  [
    'is of OpenAPI 3.0',
    acme.replace('3.1.1', '3.0.3'),
    /acme\.yaml:1:10 #\/openapi: this is not OpenAPI 3\.1/,
  ],
  ['has another id', acme.replace('x-id: acme', 'x-id: emca'), /:5:9 #\/info\/x-id: x-id must be "acme"/],
  [
    'issues no token',
    unmarked,
    /#\/paths: no operation issues tokens: mark the one that does with x-token-operation/,
  ],
  [
    'has nothing to call',
    acme.replace(/ {2}\/orders:[\s\S]*?(?=components:)/, ''),
    /#\/paths: all operations issue tokens/,
  ],
  [
    'misplaces the token',
    acme.replace('body#/access_token', 'body#/token'),
    /#\/paths\/.+\/token\/accessToken: .+#\/token/,
  ],
  [
    'has a body without an example',
    acme.replace(/ {12}examples:\n {14}anvil:[\s\S]*?anvil-50\n/, ''),
    /#\/paths\/~1orders\/post\/requestBody: .+ no example/,
  ],
  [
    'has a parameter without an example',
    acme.replace(/ {10}example: open\n/, ''),
    /#\/paths\/~1orders\/get: the parameter status has no example/,
  ],
])('a spec that %s is refused with its place', (_, text, message) => {
  expect(text).not.toBe(acme)
  const path = join(folderWith({ 'acme.yaml': text }), 'acme.yaml')
  expect(() => describeProvider(readProviderSpec(root, 'acme', path).spec, path)).toThrow(message)
})

test('a spec that is not there is refused', () => {
  expect(() => readProviderSpec(root, 'acme', '/nowhere.yaml')).toThrow(
    '/nowhere.yaml: there is no such file',
  )
})

test('when a step fails, everything is as it was', async () => {
  // Without a package.json pnpm has nothing to run.
  const readme = '| [`@latchkey/gbg`](packages/gbg/README.md) | GBG |\n'
  const folder = folderWith({
    'README.md': readme,
    'packages/gbg/src/generated/openapi.json': '{}',
    'acme.yaml': acme,
  })
  cpSync(join(root, 'specs'), join(folder, 'specs'), { recursive: true })
  const { spec, text } = readProviderSpec(folder, 'acme', join(folder, 'acme.yaml'))
  const provider = describeProvider(spec, 'acme.yaml')
  const files = await newFiles(provider, spec, text)
  const before = globSync('**/*', { cwd: folder }).sort()
  expect(() => writeProvider(folder, provider, files)).toThrow(
    // Which step is the first to fail depends on what the caller's PATH has.
    /^`pnpm (exec biome|install --no-frozen-lockfile)` failed, so nothing was kept:/,
  )
  expect(globSync('**/*.*', { cwd: folder }).sort()).toEqual(before.filter((path) => path.includes('.')))
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(readme)
})

test('what is written for other specs compiles: a key pair, several servers, a scope, a user, a refresh token', () => {
  const { specs } = readSpecs(root)
  const files = specs
    .filter(({ name }) => name !== 'pay-api')
    .flatMap((spec) => [spec, { ...spec, document: forUsers(spec.document) }])
    .filter(({ document }) =>
      tokenOperationsOf(document).every((found) => Object.keys(grantsOf(found)).length > 0),
    )
    .flatMap((spec, index) =>
      spec.name === undefined ? sourcesOf(spec, index) : [userCenterClient(spec, index)],
    )
  const all = files.map(([, code]) => code).join()
  for (const part of [
    'apiKey',
    'chooseServer',
    'scope,',
    'username: user.username',
    'refreshToken({',
    'readonly baseUrl: string',
  ])
    expect(all).toContain(part)
  expect(compileModules(new Map(files.map(([path, code]) => [join(root, path), code])))).toEqual([])
})

type Source = [path: string, code: string]

/** Beside the files of the package itself, whose generated code they share. */
function sourcesOf(spec: Spec, index: number): Source[] {
  const provider = describeProvider(spec, spec.file)
  return [
    [`packages/${provider.name}/src/new-client-${index}.ts`, clientSource(provider)],
    [`packages/${provider.name}/test/new-flows-${index}.ts`, flowsSource(provider)],
    [`test/contract-coverage/calls/new-calls-${index}.ts`, callsSource(provider)],
  ]
}

/** A package with several documents names the generated code after them. */
function userCenterClient(spec: Spec, index: number): Source {
  const code = clientSource(describeProvider(spec, spec.file))
    .replace('./generated/openapi.ts', './generated/user-center.openapi.ts')
    .replace('{ api, type TokenPath }', '{ userCenter as api, type UserCenterTokenPath as TokenPath }')
  return [`packages/gini/src/new-client-${index}.ts`, code]
}

function grantsOf(found: ReturnType<typeof tokenOperationsOf>[number]) {
  return found.operation['x-token-operation'].grants
}

/** The document without the grants that need no user. */
function forUsers(document: OpenApiDocument): OpenApiDocument {
  const copy = structuredClone(document)
  for (const found of tokenOperationsOf(copy)) {
    const kept = Object.entries(grantsOf(found)).filter(
      ([, places]) => 'username' in places || 'refreshToken' in places,
    )
    found.operation['x-token-operation'].grants = Object.fromEntries(kept)
  }
  return copy
}
