import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))

/** The blocks of code in a package's README that need nothing but the package. */
export function readmeCode(name: string): string[] {
  const readme = readFileSync(`${root}packages/${name}/README.md`, 'utf8')
  const needsNothingElse = (code: string) =>
    [...code.matchAll(/ from '(.+)'/g)].every(([, from = '']) => from === `@latchkey/${name}`)
  return [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code).filter(needsNothingElse)
}
