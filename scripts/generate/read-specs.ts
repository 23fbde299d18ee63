import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { documentShape } from './document-shape.ts'
import { type OpenApiDocument, type Pointer, parsePointer } from './openapi-document.ts'
import type { LocatedProblem, SpecProblem } from './spec-problem.ts'

/** A document of `specs/`, read and known to have the shape of OpenAPI 3.1. */
export interface Spec {
  /** `specs/gini.pay-api.yaml` */
  file: string
  /** `gini` */
  packageName: string
  /** `pay-api`; absent where the package has one document. */
  name?: string
  document: OpenApiDocument
  locate(problem: SpecProblem): LocatedProblem
}

const hasShape = new Ajv2020().compile<OpenApiDocument>(documentShape)

/** Reads every `specs/*.yaml` below the root. A document that cannot be read is a problem, not a spec. */
export function readSpecs(root: string): { specs: Spec[]; problems: LocatedProblem[] } {
  const files = readdirSync(join(root, 'specs'))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
  const read = files.map((file) => readSpec(`specs/${file}`, readFileSync(join(root, 'specs', file), 'utf8')))
  return {
    specs: read.flatMap(({ spec }) => (spec ? [spec] : [])),
    problems: read.flatMap(({ problem }) => (problem ? [problem] : [])),
  }
}

/** Reads the text of `specs/<package>[.<name>].yaml`. */
export function readSpec(file: string, text: string): { spec?: Spec; problem?: LocatedProblem } {
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [syntaxError] = yaml.errors
  if (syntaxError) {
    return { problem: locate(file, lines, syntaxError.pos[0], { pointer: [], message: syntaxError.message }) }
  }
  const find = (problem: SpecProblem) => locate(file, lines, offsetOf(yaml, problem.pointer), problem)
  const document: unknown = yaml.toJS()
  if (!hasShape(document)) return { problem: find(shapeProblem()) }
  return { spec: { file, ...namesOf(file), document, locate: find } }
}

function namesOf(file: string): Pick<Spec, 'packageName' | 'name'> {
  const [packageName = '', name] = file.slice('specs/'.length, -'.yaml'.length).split('.')
  return name === undefined ? { packageName } : { packageName, name }
}

function shapeProblem(): SpecProblem {
  const error = hasShape.errors?.[0]
  return {
    pointer: parsePointer(error?.instancePath ?? ''),
    message: `this is not OpenAPI 3.1: ${error?.message}`,
  }
}

function locate(file: string, lines: LineCounter, offset: number, problem: SpecProblem): LocatedProblem {
  const { line, col } = lines.linePos(offset)
  return { ...problem, file, line, column: col }
}

/** The offset of the node that the pointer names, or of the closest one around it. */
function offsetOf(yaml: Document, pointer: Pointer): number {
  for (let length = pointer.length; length >= 0; length--) {
    const node = length === 0 ? yaml.contents : yaml.getIn(pointer.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}
