import { describe, expect, test } from 'vitest'
import type { FetchBody } from '../src/fetch.ts'
import { recall, rememberingRequest } from '../src/remembering-request.ts'

const RememberingRequest = rememberingRequest()
const url = 'https://api.example.com/items'

describe('a request that remembers', () => {
  test('is a Request, and knows URL and init as they were given', () => {
    const init = { method: 'POST', body: 'text', headers: { 'x-a': '1' } }
    const request = new RememberingRequest(url, init)
    expect(request).toBeInstanceOf(Request)
    expect(recall(request)).toEqual({ url, init, headers: undefined, ownBody: false })
    expect(recall(request)?.init).toBe(init)
  })

  test('tells of its headers once somebody has had them in hand', () => {
    const request = new RememberingRequest(url, { headers: { 'x-a': '1' } })
    request.headers.set('x-a', '2')
    expect(recall(request)?.headers?.get('x-a')).toBe('2')
  })

  test('keeps a copy of a body that the caller may change', async () => {
    const body = new Uint8Array([1, 2])
    const request = new RememberingRequest(url, { method: 'POST', body })
    body.fill(9)
    expect(recall(request)?.init.body).toEqual(new Uint8Array([1, 2]))
  })

  test('keeps a copy of a form that the caller may change', () => {
    const body = new FormData()
    body.append('name', 'before')
    const request = new RememberingRequest(url, { method: 'POST', body })
    body.set('name', 'after')
    const remembered = recall(request)?.init.body as FormData
    expect(remembered.getAll('name')).toEqual(['before'])
  })

  const form = () => {
    const data = new FormData()
    data.append('name', 'value')
    return data
  }
  const stream = () => new Blob(['text']).stream()
  test.each<[string, FetchBody, (request: Request) => unknown, boolean]>([
    ['a text, as it was given', 'text', () => {}, false],
    ['a text that somebody has had in hand, as it was given', 'text', ({ body }) => body, false],
    ['a form that nobody has seen, as it was given', form(), () => {}, false],
    ['a form whose boundary somebody knows, as it is', form(), ({ body }) => body, true],
    ['a form whose boundary a clone knows, as it is', form(), (request) => request.clone(), true],
    ['a stream, of which there is one, as it is', stream(), () => {}, true],
  ])('sends %s', (_, body, use, ownBody) => {
    const request = new RememberingRequest(url, { method: 'POST', body, duplex: 'half' })
    use(request)
    expect(recall(request)?.ownBody).toBe(ownBody)
  })

  test('tells of the content type that a form was given, then or later', () => {
    const init = { method: 'POST', body: form() }
    const named = new RememberingRequest(url, { ...init, headers: { 'content-type': 'made/up' } })
    expect(named.headers.get('content-type')).toBe('made/up')
    expect(recall(named)?.headers?.get('content-type')).toBe('made/up')
    const renamed = new RememberingRequest(url, init)
    renamed.headers.set('content-type', 'made/up')
    expect(recall(renamed)?.headers?.get('content-type')).toBe('made/up')
  })

  test('remembers nothing of another Request, and no other Request remembers', () => {
    expect(recall(new RememberingRequest(new Request(url)))).toBeUndefined()
    expect(recall(new Request(url))).toBeUndefined()
    expect(recall(new Request(new RememberingRequest(url)))).toBeUndefined()
    expect(recall(new RememberingRequest(url).clone())).toBeUndefined()
  })

  test('takes any Request for one of its kind, as openapi-fetch asks it to', () => {
    expect(new Request(url) instanceof RememberingRequest).toBe(true)
    expect({} instanceof RememberingRequest).toBe(false)
  })
})
