import { createServer, type ServerResponse } from 'node:http'
import { createGbgClient, isLatchkeyError } from '@latchkey/gbg'
import { openStore } from './open-store.ts'

// An ordinary service. Nothing in it knows of the other processes: they share the store, and so the token.

const { GBG_URL = '', GBG_TOKEN_URL, GBG_CLIENT_ID = '', GBG_CLIENT_SECRET = '', PORT } = process.env

const gbg = createGbgClient({
  baseUrl: GBG_URL,
  tokenUrl: GBG_TOKEN_URL,
  clientId: GBG_CLIENT_ID,
  clientSecret: GBG_CLIENT_SECRET,
  store: await openStore(),
})

async function answer(response: ServerResponse): Promise<void> {
  response.setHeader('served-by', process.pid)
  try {
    const { data } = await gbg.POST('/journey/state/fetch', {
      body: { instanceId: 'PiIuACmx8Q8R7qPnAkLAqBAT' },
    })
    response.writeHead(data ? 200 : 502).end(data?.status)
  } catch (error) {
    if (!isLatchkeyError(error)) throw error
    response.writeHead(502).end(error.code)
  }
}

createServer((_, response) => void answer(response)).listen(Number(PORT), '127.0.0.1')
