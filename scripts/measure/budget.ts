import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { shippedSize } from './shipped-size.ts'

/** What a package may cost its users. */
export interface Budget {
  /** Of each entry with all that it needs, minified and compressed by brotli, by its name in `exports`. */
  readonly brotliBytes: Readonly<Record<string, number>>
  /** Of all files that installing the package brings, with every package it needs. */
  readonly installedBytes: number
  /** Every package that comes with it. */
  readonly brings: readonly string[]
}

const packages = new URL('../../packages/', import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, packages), 'utf8'))

/** The budget of a package, such as `gini`: its `budget.json`, or that of every provider. */
export function budgetOf(name: string): Budget {
  if (existsSync(new URL(`${name}/budget.json`, packages))) return read(`${name}/budget.json`)
  const brings = ['@latchkey/auth-core', `@latchkey/${name}`, 'openapi-fetch', 'openapi-typescript-helpers']
  return { brotliBytes: { '.': 19_900 }, installedBytes: 920_000, brings: brings.sort() }
}

/** What each entry of a package ships, as `brotliBytes` counts. */
export async function shippedBytes(name: string): Promise<Record<string, number>> {
  const { exports } = read(`${name}/package.json`) as { exports: Readonly<Record<string, string>> }
  const code = Object.entries(exports).filter(([, path]) => path.endsWith('.ts'))
  const sizes = code.map(async ([entry, path]) => {
    const { brotli } = await shippedSize(fileURLToPath(new URL(`${name}/${path}`, packages)))
    return [entry, brotli] as const
  })
  return Object.fromEntries(await Promise.all(sizes))
}
