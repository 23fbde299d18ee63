import { expect, test } from 'vitest'
import { archive } from './fixtures/library.ts'
import { startSandbox } from './fixtures/start-sandbox.ts'

test('each server origin has a loopback origin of its own', async () => {
  const { sandbox } = await startSandbox()
  const servers = [
    'https://login.library.example',
    'https://api.library.example',
    'https://south.archive.example',
  ]
  const origins = servers.map((server) => sandbox.origin(server))
  expect(new Set(origins).size).toBe(3)
  for (const origin of origins) expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('origin takes a server URL with its path, and a template, which means its defaults', async () => {
  const { sandbox } = await startSandbox()
  expect(sandbox.origin('https://api.library.example/v1/')).toBe(
    sandbox.origin('https://api.library.example'),
  )
  expect(sandbox.origin('https://{site}.archive.example/{version}')).toBe(
    sandbox.origin('https://north.archive.example'),
  )
})

test('url keeps the path and the query', async () => {
  const { sandbox } = await startSandbox()
  const origin = sandbox.origin('https://api.library.example')
  expect(sandbox.url('https://api.library.example/v1/books?limit=1')).toBe(`${origin}/v1/books?limit=1`)
  expect(sandbox.url('https://api.library.example')).toBe(origin)
  expect(sandbox.url('https://{site}.archive.example/{version}/scrolls')).toBe(
    `${sandbox.origin('https://north.archive.example')}/v2/scrolls`,
  )
})

test('a template of two documents is an error that names their servers', async () => {
  const twin = {
    ...archive,
    info: { ...archive.info, title: 'Twin', 'x-id': 'twin' },
    servers: [
      { ...archive.servers[0], variables: { site: { default: 'west' }, version: { default: 'v2' } } },
    ],
  }
  const { sandbox } = await startSandbox({}, [archive, twin])
  expect(() => sandbox.origin('https://{site}.archive.example/{version}')).toThrow(
    'https://{site}.archive.example/{version} stands for several servers; ' +
      'name one of https://north.archive.example, https://west.archive.example.',
  )
})

test('an unknown server is an error that lists the known ones and shows no credentials', async () => {
  const { sandbox } = await startSandbox()
  expect(() => sandbox.origin('https://me:secret@other.example')).toThrow(
    /^no document has the server https:\/\/other\.example; there are .*https:\/\/login\.library\.example/,
  )
})

test.each([undefined, null, 7, new URL('https://api.library.example')])(
  '%s in place of a URL is an error that lists the known ones',
  async (url) => {
    const { sandbox } = await startSandbox()
    for (const ask of [sandbox.origin, sandbox.url])
      expect(() => ask(url as unknown as string)).toThrow(
        /^the URL of a documented server must be a text; there are .*https:\/\/login\.library\.example/,
      )
  },
)

test('a request to an origin reaches only what is documented there', async () => {
  const { sandbox } = await startSandbox()
  const response = await fetch(`${sandbox.origin('https://api.library.example')}/token`, { method: 'POST' })
  expect(response.status).toBe(404)
})

test('an operation is served at every server of its document', async () => {
  const { sandbox } = await startSandbox({}, [archive])
  for (const site of ['north', 'south'])
    expect((await fetch(sandbox.url(`https://${site}.archive.example/v2/scrolls`))).status).toBe(401)
})
