import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

/** A socket that answers what it is told, HTTP or not, once each request has arrived whole. */
export async function rawServer(answer: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let heard = ''
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1')
      if (!isWhole(heard)) return
      heard = ''
      answer(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/token`,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

function isWhole(heard: string): boolean {
  const end = heard.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(heard)?.[1] ?? 0)
  return heard.length >= end + 4 + length
}
