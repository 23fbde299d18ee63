import { createTokenSource } from '@latchkey/auth-core'
import type { Figure } from '../figure.ts'
import { compare, ratioFigure } from '../interleave.ts'

const USERS = 100_000
/** With it a user takes 342 bytes in a Map, as where the target was set. */
const TOKEN_LENGTH = 192

/** A token for each user of one source, against a Map of the same tokens. */
export async function run(): Promise<{ userBytes: Figure; userLookUp: Figure }> {
  const map = new Map<string, { accessToken: string; expiresAt: number }>()
  const mapBytes = await bytesEach(async (user) => {
    map.set(user, { accessToken: tokenOf(user), expiresAt: Date.now() + 3_600_000.5 })
  })
  const tokens = createTokenSource({
    grant: {
      identity: () => ['users'],
      requestToken: async ({ subject = '' }) => ({ accessToken: tokenOf(subject), lifetimeMs: 3_600_000 }),
    },
  })
  const bytes = await bytesEach((subject) => tokens.getToken({ subject }))

  const users = Array.from({ length: 4_096 }, () => nameOf(Math.floor(Math.random() * USERS)))
  const next = () => {
    let asked = 0
    return () => users[asked++ % users.length] as string
  }
  const [ofMap, ofOurs] = [next(), next()]
  const comparison = await compare(
    async () => map.get(ofMap()),
    () => tokens.getToken({ subject: ofOurs() }),
    { rounds: 2_000, batch: 200 },
  )
  return {
    userBytes: { floor: `Map, ${mapBytes.toFixed(0)} B`, ours: bytes },
    userLookUp: ratioFigure('Map.get', comparison),
  }
}

// In one piece: a string that was joined from others would keep them.
const flat = (text: string) => Buffer.from(text).toString('latin1')
const nameOf = (index: number) => flat(`user-${index}@example.com`)
const tokenOf = (user: string) => flat(user.padEnd(TOKEN_LENGTH, '0123456789abcdef'))

async function bytesEach(add: (user: string) => Promise<unknown>): Promise<number> {
  const before = heapUsed()
  for (let index = 0; index < USERS; index++) await add(nameOf(index))
  await new Promise((resolve) => setTimeout(resolve, 50))
  return (heapUsed() - before) / USERS
}

function heapUsed(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc')
  for (let pass = 0; pass < 4; pass++) globalThis.gc()
  return process.memoryUsage().heapUsed
}
