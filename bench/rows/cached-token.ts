import type { Figure } from '../figure.ts'
import { compare, ratioFigure } from '../interleave.ts'
import { cachedSource } from '../token-issuer.ts'

/** `getToken()` with a token in memory, against the cheapest function that yields one. */
export async function run(): Promise<{ token: Figure }> {
  const tokens = await cachedSource()
  const token = await tokens.getToken()
  const comparison = await compare(
    async () => token,
    () => tokens.getToken(),
    { rounds: 5_000, batch: 200 },
  )
  return { token: ratioFigure('async () => token', comparison) }
}
