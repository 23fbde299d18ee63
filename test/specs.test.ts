import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { breakInEveryWay, exampleValidator, findExamples, findWithoutExample } from './spec-examples.ts'
import { type Mutation, mutations } from './spec-mutations.ts'

const root = join(import.meta.dirname, '..')
const files = globSync('specs/*.yaml', { cwd: root }).sort()

describe.each(files)('%s', (file) => {
  const document: unknown = parse(readFileSync(join(root, file), 'utf8'))
  const problemsOf = exampleValidator(document)
  const examples = findExamples(document)

  test.each(examples)('$where has the shape of its schema', (example) => {
    expect(problemsOf(example)).toEqual([])
  })

  test.each(examples)('$where, once broken, has not', (example) => {
    const variants = breakInEveryWay(example.value)
    expect(variants.flatMap((value) => problemsOf({ ...example, value }))).not.toEqual([])
  })

  test('every parameter, body and header has an example', () => {
    expect(findWithoutExample(document)).toEqual([])
  })
})

describe('specs:lint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-specs-'))
  const cases = mutations.map((mutation, index) => ({ ...mutation, copy: join(folder, `case-${index}`) }))
  let found: Finding[]
  beforeAll(() => {
    for (const mutation of cases) mutate(mutation)
    found = lint(cases.map(({ copy, file }) => join(copy, 'specs', file)))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('has nothing to say about the documents', () => {
    expect(lint(files.map((file) => join(root, file)))).toEqual([])
  })

  test.each(cases)('$rule finds $what', ({ rule, copy, file, pointer }) => {
    const inCopy = found.filter(
      (finding) => finding.rule === rule && finding.file === join(copy, 'specs', file),
    )
    expect(inCopy).toEqual([expect.objectContaining({ pointer })])
  })

  test('each rule of ours is tried', () => {
    const config = readFileSync(join(root, 'specs/lint/redocly.yaml'), 'utf8')
    const ours = [...config.matchAll(/^ {2}((?:rule|latchkey)\/[a-z-]+):/gm)].map(([, rule]) => rule)
    expect(new Set(mutations.map(({ rule }) => rule))).toEqual(new Set(ours))
  })
})

interface Finding {
  rule: string
  file: string
  pointer: string
}

interface Report {
  problems: { ruleId: string; location: { source: { ref: string }; pointer: string }[] }[]
}

function lint(paths: readonly string[]): Finding[] {
  const redocly = join(root, 'node_modules/@redocly/cli/bin/cli.js')
  const config = join(root, 'specs/lint/redocly.yaml')
  const { stdout } = spawnSync(
    process.execPath,
    [redocly, 'lint', '--config', config, '--format', 'json', '--max-problems', '1000', ...paths],
    { encoding: 'utf8', env: { ...process.env, CI: 'true' }, cwd: root },
  )
  // One JSON object for each document, with nothing between them.
  const reports = JSON.parse(`[${stdout.trim().replaceAll(/^\}\s*\{$/gm, '},{')}]`) as Report[]
  return reports.flatMap(({ problems }) =>
    problems.map(({ ruleId, location: [place] }) => ({
      rule: ruleId,
      // redocly names files from the current folder.
      file: resolve(root, place?.source.ref ?? ''),
      pointer: place?.pointer ?? '',
    })),
  )
}

/** Copies all documents, so that one can name another, and changes one. */
function mutate({ copy, file, from, to }: Mutation & { copy: string }): void {
  cpSync(join(root, 'specs'), join(copy, 'specs'), { recursive: true })
  const path = join(copy, 'specs', file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}
