import { escapeMember } from './json-pointer.ts'
import { formMediaType, isJson, isText, mediaTypeOf, multipartMediaType } from './media-type.ts'
import type { Violation } from './violation.ts'

/** A body taken apart, or why it could not be. */
export interface Content {
  /**
   * A JSON value, the members of a form, or a text; undefined for other media types and where there is no body. A
   * file of a multipart form is the value of its JSON, else a text with one character for each byte.
   */
  readonly content?: unknown
  readonly malformed?: Violation
}

type Members = { [name: string]: unknown }

/** Takes a body apart as its content type says. */
export async function readContent(bytes: Uint8Array, contentType: string | undefined): Promise<Content> {
  const mediaType = mediaTypeOf(contentType)
  if (bytes.byteLength === 0 || mediaType === undefined) return {}
  if (mediaType === multipartMediaType) return readMultipart(bytes, contentType as string)
  if (isText(mediaType)) return readText(bytes, charsetOf(contentType))
  const isForm = mediaType === formMediaType
  if (!isForm && !isJson(mediaType)) return {}
  const text = readText(bytes, 'utf-8')
  if (text.malformed) return text
  return isForm ? { content: readForm(new URLSearchParams(text.content)) } : readJson(text.content ?? '')
}

function readText(bytes: Uint8Array, charset: string): { content?: string; malformed?: Violation } {
  try {
    return { content: new TextDecoder(charset, { fatal: true }).decode(bytes) }
  } catch {
    return malformed('encoding', charset === 'utf-8' ? 'must be UTF-8' : 'must be text in its charset')
  }
}

function charsetOf(contentType = ''): string {
  return /;\s*charset="?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8'
}

function readJson(text: string, pointer?: string): Content {
  try {
    return { content: JSON.parse(text) }
  } catch {
    return malformed('syntax', 'must be JSON', pointer)
  }
}

async function readMultipart(bytes: Uint8Array, contentType: string): Promise<Content> {
  const parts: [string, unknown][] = []
  try {
    const body = new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    for (const [name, part] of await body.formData()) {
      const { content, malformed } = typeof part === 'string' ? { content: part } : await readFile(name, part)
      if (malformed) return { malformed }
      parts.push([name, content])
    }
    return { content: readForm(parts) }
  } catch {
    return malformed('syntax', `must be ${multipartMediaType}`)
  }
}

async function readFile(name: string, file: File): Promise<Content> {
  const bytes = Buffer.from(await file.arrayBuffer())
  if (isJson(mediaTypeOf(file.type) ?? ''))
    return readJson(bytes.toString('utf8'), `/body/${escapeMember(name)}`)
  return { content: bytes.toString('latin1') }
}

/** A member sent once is its value, one sent more often a list. */
function readForm(entries: Iterable<readonly [string, unknown]>): Members {
  const lists = new Map<string, unknown[]>()
  for (const [name, value] of entries) {
    const list = lists.get(name)
    if (list === undefined) lists.set(name, [value])
    else list.push(value)
  }
  return Object.fromEntries(
    [...lists].map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  )
}

function malformed(rule: string, message: string, pointer = '/body'): { malformed: Violation } {
  return { malformed: { pointer, rule, message } }
}
