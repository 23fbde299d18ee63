import { existsSync, readFileSync } from 'node:fs'
import { operationsOf, tokenOperationsOf } from '../generate/openapi-document.ts'
import { readSpec, readSpecs, type Spec } from '../generate/read-specs.ts'
import { type LocatedProblem, printProblem } from '../generate/spec-problem.ts'
import { checkSpecs } from '../generate/spec-rules.ts'

interface ProviderSpec {
  readonly spec: Spec
  readonly text: string
}

/**
 * Reads a document as `specs/<name>.yaml`, wherever it lies.
 * @throws {Error} with a line for each problem: file, place, what to do
 */
export function readProviderSpec(root: string, name: string, path: string): ProviderSpec {
  if (!existsSync(path)) throw new Error(`${path}: there is no such file. Write the spec first.`)
  const text = readFileSync(path, 'utf8')
  const file = `specs/${name}.yaml`
  const refuse = (problems: readonly LocatedProblem[]) => {
    if (problems.length > 0)
      throw new Error(problems.map((problem) => printProblem({ ...problem, file: path })).join('\n'))
  }
  const { spec, problem } = readSpec(file, text)
  if (spec === undefined) {
    refuse(problem ? [problem] : [])
    throw new Error(`${path}: this is no document.`)
  }
  // Documents name each other.
  const specs = [...readSpecs(root).specs.filter((other) => other.file !== file), spec]
  refuse(checkSpecs(specs).filter((problem) => problem.file === file))
  refuse(missingOperations(spec).map(spec.locate))
  return { spec, text }
}

function missingOperations({ document }: Spec) {
  const issuing = tokenOperationsOf(document).length
  const pointer = ['paths']
  if (issuing === 0)
    return [
      {
        pointer,
        message:
          'no operation issues tokens: mark the one that does with x-token-operation, as specs/token-operation.schema.json describes',
      },
    ]
  if (operationsOf(document).length === issuing)
    return [{ pointer, message: 'all operations issue tokens: add one that a token opens' }]
  return []
}
