import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { operationsOf, type Pointer, parsePointer, type Response, resolve } from '../openapi-document.ts'
import type { Spec } from '../read-specs.ts'
import type { SpecProblem } from '../spec-problem.ts'

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
const tokenOperation = ajv.compile(readSchema('token-operation'))
const tokenError = ajv.compile(readSchema('token-error'))

/** The extensions have the shape that their JSON Schemas give. */
export function extensionSchema({ document }: Pick<Spec, 'document'>): SpecProblem[] {
  return operationsOf(document).flatMap(({ operation, pointer }) => [
    ...problemsOf(tokenOperation, operation['x-token-operation'], [...pointer, 'x-token-operation']),
    ...Object.entries(operation.responses ?? {}).flatMap(([status, node]) =>
      problemsOf(tokenError, resolve<Response>(document, node)?.['x-token-error'], [
        ...pointer,
        'responses',
        status,
        'x-token-error',
      ]),
    ),
  ])
}

function problemsOf(validate: ValidateFunction, extension: unknown, pointer: Pointer): SpecProblem[] {
  if (extension === undefined || validate(extension)) return []
  const [error] = validate.errors ?? []
  const { additionalProperty, propertyName } = error?.params ?? {}
  const named: unknown = additionalProperty ?? propertyName
  return [
    {
      pointer: [...pointer, ...parsePointer(error?.instancePath ?? '')],
      message: `the extension breaks its schema: ${error?.message}${named === undefined ? '' : ` ("${named}")`}`,
    },
  ]
}

function readSchema(name: string): object {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, `../../../specs/${name}.schema.json`), 'utf8'),
  ) as object
}
