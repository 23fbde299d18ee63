import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { ServerClosing } from '../../packages/redis/test/redis-server.ts'

/** What happens to what the server answers: it comes late, or something else comes. */
export type ProxyMood = 'well' | 'slow' | 'garbage' | 'reset'

const SLOW_MS = 300
const GARBAGE = 'HTTP/1.1 200 OK\r\n\r\n<html>'

/** A wire between clients and a server of this machine, on a port of its own. */
export async function startProxy(target: number, { onTestFinished }: ServerClosing) {
  const sockets = new Set<Socket>()
  const proxy = {
    port: 0,
    mood: 'well' as ProxyMood,
    cut() {
      for (const socket of sockets) socket.destroy()
    },
  }
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
        sockets.delete(socket)
      })
    }
    client.on('data', (chunk) => (proxy.mood === 'reset' ? client.resetAndDestroy() : upstream.write(chunk)))
    upstream.on('data', (chunk) => {
      const answer = () => client.write(proxy.mood === 'garbage' ? GARBAGE : chunk)
      if (proxy.mood === 'slow') setTimeout(answer, SLOW_MS)
      else answer()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy.port = (server.address() as AddressInfo).port
  onTestFinished(() => {
    proxy.cut()
    server.close()
  })
  return proxy
}
