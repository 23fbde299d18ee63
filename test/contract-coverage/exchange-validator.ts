import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { childOf, childrenOf, type Place } from '../../scripts/contract-versions/sides.ts'
import { printPointer } from '../../scripts/generate/openapi-document.ts'
import type { DocumentedOperation } from './documented-operation.ts'
import type { Exchange } from './exchange.ts'

/** Judges exchanges by plain ajv on the document; it has nothing in common with the sandbox's own validation. */
export interface ExchangeValidator {
  requestProblems(operation: DocumentedOperation, request: Exchange['request']): string[]
  responseProblems(operation: DocumentedOperation, response: Exchange['response']): string[]
}

export function exchangeValidator(document: object): ExchangeValidator {
  const [json, text] = [validatorOf(document, false), validatorOf(document, true)]

  function parameterProblems(
    operation: DocumentedOperation,
    { url, headers }: Exchange['request'],
  ): string[] {
    return operation.parameters.flatMap((parameter) => {
      const [place, name = ''] = ['in', 'name'].map((key) => String(childOf(parameter, key).value))
      const value =
        place === 'query'
          ? url.searchParams.get(name)
          : place === 'header'
            ? headers.get(name)
            : pathValue(operation, url, name)
      return valueProblems(parameter, value, `${place} ${name}`)
    })
  }

  function valueProblems(owner: Place, value: string | null, name: string): string[] {
    if (value === null) return childOf(owner, 'required').value === true ? [`${name} is missing`] : []
    return text(childOf(owner, 'schema'), value).map((problem) => `${name}: ${problem}`)
  }

  function bodyProblems(owner: Place, headers: Headers, body: string): string[] {
    const mediaTypes = childrenOf(childOf(owner, 'content'))
    const sent = headers.get('content-type')?.split(';', 1)[0]
    const media = mediaTypes.find(([mediaType]) => mediaType === sent)?.[1]
    if (media === undefined) return [`the body is ${sent ?? 'of no media type'}`]
    const schema = childOf(media, 'schema')
    if (sent === 'application/x-www-form-urlencoded')
      return text(schema, Object.fromEntries(new URLSearchParams(body)))
    return json(schema, parse(body))
  }

  return {
    requestProblems(operation, request) {
      const body = childOf(operation.node, 'requestBody')
      const missing = childOf(body, 'required').value === true ? ['the body is missing'] : []
      return [
        ...securityProblems(operation, request.headers),
        ...parameterProblems(operation, request),
        ...(request.body === '' ? missing : bodyProblems(body, request.headers, request.body)),
      ]
    },
    responseProblems({ node }, { status, headers, body }) {
      const response = childOf(node, 'responses', String(status))
      if (response.value === undefined) return [`the status ${status} is not documented`]
      const wrong = childrenOf(childOf(response, 'headers')).flatMap(([name, header]) =>
        valueProblems(header, headers.get(name), `header ${name}`),
      )
      const hasBody = childOf(response, 'content').value !== undefined
      return hasBody ? [...wrong, ...bodyProblems(response, headers, body)] : wrong
    },
  }
}

function securityProblems({ security }: DocumentedOperation, headers: Headers): string[] {
  const schemes = childrenOf(security).flatMap(([, requirement]) => Object.keys(requirement.value ?? {}))
  const kinds = schemes.map((name) =>
    String(
      childOf({ ...security, value: security.root }, 'components', 'securitySchemes', name, 'scheme').value,
    ),
  )
  const sent = headers.get('authorization')?.split(' ', 1)[0]?.toLowerCase()
  return kinds.length === 0 || kinds.includes(sent ?? '') ? [] : [`credentials are not ${kinds.join(' or ')}`]
}

function pathValue({ urls, path }: DocumentedOperation, url: URL, name: string): string | null {
  const index = path.split('/').indexOf(`{${name}}`)
  const above = new URL(urls[0] ?? '').pathname.split('/').length - path.split('/').length
  return decodeURIComponent(url.pathname.split('/')[index + above] ?? '') || null
}

function validatorOf(document: object, coerceTypes: boolean) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes })
  addFormats.default(ajv)
  ajv.addSchema(document, 'document', undefined, false)
  const compiled = new Map<string, ValidateFunction>()
  return (schema: Place, value: unknown): string[] => {
    const $ref = `document${encodeURI(printPointer(schema.pointer))}`
    const validate = compiled.get($ref) ?? ajv.compile({ type: 'object', properties: { value: { $ref } } })
    compiled.set($ref, validate)
    if (validate({ value })) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
