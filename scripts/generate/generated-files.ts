import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { apiConstant } from './api-constant.ts'
import { formatCode } from './format-code.ts'
import { documentName, generatedFolder } from './generated-names.ts'
import type { Spec } from './read-specs.ts'
import { tokenOperationsCode } from './token-operations-code.ts'

/** Everything that is generated, by its path below the root. */
export async function generatedFiles(specs: readonly Spec[]): Promise<Map<string, string>> {
  const packageNames = [...new Set(specs.map((spec) => spec.packageName))]
  const files = await Promise.all([
    ...specs.map(jsonFile),
    ...specs.map(typesFile),
    ...packageNames.map((name) => tokenOperationsFile(specs.filter((spec) => spec.packageName === name))),
  ])
  return new Map(files)
}

type File = [path: string, content: string]

function jsonFile(spec: Spec): File {
  return [pathOf(spec, 'json'), `${JSON.stringify(spec.document, null, 2)}\n`]
}

async function typesFile(spec: Spec): Promise<File> {
  // A copy: openapi-typescript resolves references in place.
  const copy = structuredClone(spec.document) as unknown as OpenAPI3
  const code = astToString(await openapiTS(copy, { silent: true, emptyObjectsUnknown: true }))
  return [pathOf(spec, 'ts'), await formatCode(header([spec]) + code)]
}

async function tokenOperationsFile(specs: readonly Spec[]): Promise<File> {
  const apis = specs.map((spec) => ({ ...namesIn(spec), api: apiConstant(spec.document) }))
  const folder = generatedFolder(specs[0]?.packageName ?? '')
  return [`${folder}/token-operations.ts`, await formatCode(header(specs) + tokenOperationsCode(apis))]
}

function pathOf(spec: Spec, extension: string): string {
  return `${generatedFolder(spec.packageName)}/${documentName(spec)}.${extension}`
}

function namesIn(spec: Spec) {
  const { name = '' } = spec
  return {
    constant: name === '' ? 'api' : camelCase(name),
    prefix: camelCase(name),
    module: `./${documentName(spec)}.ts`,
  }
}

function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

function header(specs: readonly Spec[]): string {
  return `// Generated from ${specs.map(({ file }) => file).join(' and ')} by \`pnpm generate\`. Do not edit.\n\n`
}
