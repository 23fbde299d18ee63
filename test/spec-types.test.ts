import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentName, generatedFolder } from '../scripts/generate/generated-names.ts'
import { parsePointer } from '../scripts/generate/openapi-document.ts'
import { readSpecs, type Spec } from '../scripts/generate/read-specs.ts'
import { compileModules } from './compile-modules.ts'
import { findExamples } from './spec-examples.ts'

// What a document shows as a body compiles as one: a user copies it.

const root = join(import.meta.dirname, '..')
const { specs } = readSpecs(root)

/** A module that has each body of the document as a constant of its type, one a line. */
function bodiesOf({ document }: Spec, types: string) {
  const bodies = findExamples(document).filter(({ schema }) => schema.includes('/content/'))
  const lines = bodies.map(({ schema, value }, index) => {
    const [section = '', ...keys] = parsePointer(schema).slice(0, -1)
    const type = keys.reduce((outer, key) => `At<${outer}, ${keyOf(key)}>`, section)
    return `export const body${index}: ${type} = ${JSON.stringify(value)}`
  })
  const head = [
    `import type { components, paths } from '${types}'`,
    'type At<T, Key> = NonNullable<T>[Key & keyof NonNullable<T>]',
    'export type Sections = [components, paths]',
  ]
  return { bodies, headLines: head.length, code: [...head, ...lines].join('\n') }
}

const keyOf = (key: string) => (/^\d{3}$/.test(key) ? key : JSON.stringify(key))

describe.each(specs.map((spec) => [spec.file, spec] as const))('%s', (_, spec) => {
  it('shows bodies that its types take', () => {
    const types = `./${documentName(spec)}.ts`
    const path = join(root, generatedFolder(spec.packageName), 'bodies.ts')
    const { bodies, headLines, code } = bodiesOf(spec, types)
    const problems = compileModules(new Map([[path, code]]))
    expect(problems.map(({ line, text }) => `${bodies[line - headLines]?.where}: ${text}`)).toEqual([])
    expect(bodies).not.toEqual([])
  })
})
