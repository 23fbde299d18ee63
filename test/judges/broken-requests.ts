import { formMediaType, isJson, mediaTypeOf } from '../../packages/contract/src/media-type.ts'
import type { Operation } from '../../packages/contract/src/operations.ts'
import { type CaseRequest, putAt } from '../../packages/contract/src/verify/case-request.ts'
import { credentialPointers } from '../../packages/contract/src/verify/refusal-cases.ts'
import { brokenForm, brokenJson, brokenText } from './broken-values.ts'
import { type JudgedRequest, judgedRequest } from './judged-request.ts'

/** The request with one parameter or member of its body changed at a time. */
export function brokenInParts(operation: Operation, name: string, request: CaseRequest): JudgedRequest[] {
  const secrets = credentialPointers(operation)
  return [...brokenParameters(request), ...brokenBodies(request)].map((one) => {
    const isGuess = one.kind === 'value' && secrets.includes(one.pointer)
    return judgedRequest(operation, isGuess ? 'credentials' : one.kind, `${name}, ${one.name}`, one.request)
  })
}

type Broken = Omit<ReturnType<typeof brokenText>[number], 'value'> & { readonly request: CaseRequest }

function brokenParameters(request: CaseRequest): Broken[] {
  const query = [...request.query].flatMap(([name, text]) => {
    const others = [...request.query].filter(([other]) => other !== name)
    const withTexts = (texts: readonly string[]) => ({
      ...request,
      query: new URLSearchParams([...others, ...texts.map((one): [string, string] => [name, one])]),
    })
    const pointer = `/query/${name}`
    return [
      ...brokenText(text, pointer).map(({ value, ...rest }) => ({
        ...rest,
        request: withTexts(value === undefined ? [] : [String(value)]),
      })),
      { kind: 'repeated', name: `twice ${pointer}`, pointer, request: withTexts([text, text]) } as const,
    ]
  })
  const own = Object.entries(request.headers).filter(([name]) => !describedElsewhere.has(name))
  const headers = own.flatMap(([name, text]) =>
    brokenText(text, `/headers/${name}`).map(({ value, ...rest }) => ({
      ...rest,
      request: withHeader(request, name, value as string | undefined),
    })),
  )
  return [...query, ...headers]
}

// They are changed as such, in broken-messages.ts.
const describedElsewhere = new Set(['accept', 'authorization'])

function withHeader(request: CaseRequest, name: string, value: string | undefined): CaseRequest {
  const { [name]: _, ...headers } = request.headers
  return putAt({ ...request, headers }, { in: 'header', name }, value)
}

function brokenBodies(request: CaseRequest): Broken[] {
  const mediaType = mediaTypeOf(request.mediaType) ?? ''
  const values = isJson(mediaType)
    ? brokenJson(request.content)
    : mediaType === formMediaType
      ? brokenForm(Object(request.content))
      : []
  return values.map(({ value, ...rest }) => ({ ...rest, request: { ...request, content: value } }))
}
