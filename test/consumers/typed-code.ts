import { packageNames, providerNames } from '../packed-packages.ts'
import { readmeCode } from '../readme-code.ts'
import { entries } from './entries.ts'

const numbered = <T>(make: (entry: string, index: number) => T) => entries.map(make)
const used = `console.log(${numbered((_, index) => `entry${index}`).join(', ')})\n`
const blocks = packageNames.flatMap((name) => readmeCode(name).map((code) => ({ name, code })))

/** What the users of ES modules write: every README's code, every entry, and every provider's client used wrongly. */
export function moduleSources(): Map<string, string> {
  const files = blocks.map(({ name, code }, index) => [`${name}-${index}.ts`, `${code}export {}\n`] as const)
  const wrong = providerNames.map((name) => [`${name}-wrong.ts`, wrongUses(name)] as const)
  const all = numbered((entry, index) => `import * as entry${index} from '${entry}'\n`).join('') + used
  return new Map([...files, ...wrong, ['entries.ts', all]])
}

/** The same, by CommonJS files that load our ES modules with `require`. */
export function requireSources(): Map<string, string> {
  const files = blocks.map(({ name, code }, index) => [`${name}-${index}.cts`, inFunction(code)] as const)
  const all = numbered((entry, index) => `import entry${index} = require('${entry}')\n`).join('') + used
  return new Map([...files, ['entries.cts', all]])
}

/** The same, by CommonJS files that load them with `import()`. */
export function importSources(): Map<string, string> {
  const withoutTypes = blocks.filter(({ code }) => !/^import .*\btype /m.test(code))
  const files = withoutTypes.map(({ name, code }, index) => {
    const dynamic = code.replaceAll(/^import (.*) from ('.*')$/gm, 'const $1 = await import($2)')
    return [`${name}-${index}.cts`, inFunction(dynamic)] as const
  })
  const all = numbered((entry, index) => `const entry${index} = await import('${entry}')\n`).join('') + used
  return new Map([...files, ['entries.cts', inFunction(all)]])
}

/** CommonJS has no `await` at the top of a file. */
function inFunction(code: string): string {
  const imports = /^(import .*\n)*/.exec(code)?.[0] ?? ''
  const body = code.slice(imports.length).replaceAll(/^export /gm, '')
  return `${imports}export async function main() {\n${body}}\n`
}

/** A README's calls with a path, a body and a member of the answer that its document does not have. */
function wrongUses(name: string): string {
  const code = readmeCode(name).find((block) => /\bdata\??\.\w/.test(block)) ?? ''
  const client = /^const (\w+) = create\w+Client\(/m.exec(code)?.[1]
  const call = /\.([A-Z]+)\(('[^']+')/.exec(code)
  if (client === undefined || call === null) {
    throw new Error(
      `packages/${name}/README.md: show a client, a call, and a member of its \`data\`, in one block of code.`,
    )
  }
  const [, method, path = ''] = call
  const misread = code.replace(/^.*\bdata\??\.\w.*$/m, (line) =>
    `// @ts-expect-error\n${line}`.replace(/(\bdata\??\.\w+)/, '$1NotThere'),
  )
  return `${misread}
// @ts-expect-error
await ${client}.${method}(${path.replace(/'$/, "/not-there'")})
// @ts-expect-error
await ${client}.${method}(${path}, { body: 1 })
`
}
