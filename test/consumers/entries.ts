import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packageNames } from '../packed-packages.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What the users of all packages can import that has types, such as `@latchkey/auth-core/node`. */
export const entries: readonly string[] = packageNames.flatMap((name) => {
  const { publishConfig } = JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8'))
  return Object.entries<{ types?: string }>(publishConfig.exports)
    .filter(([, { types }]) => types !== undefined)
    .map(([entry]) => `@latchkey/${name}${entry.slice(1)}`)
})
