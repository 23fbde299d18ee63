import { globSync } from 'node:fs'
import { type Plugin, transformWithOxc } from 'vite'

/** The READMEs that show a test: those of contract and of every provider. One that shows none fails. */
export const readmes: readonly string[] = [
  'packages/contract/README.md',
  ...globSync('packages/*/src/generated').map((path) => path.replace('src/generated', 'README.md')),
]

/** Makes a module of a README: its blocks of code that import vitest, on the lines where they stand. */
export const readmeTests: Plugin = {
  name: 'readme-tests',
  enforce: 'pre',
  transform: (text, id) => (id.endsWith('/README.md') ? transformWithOxc(testsOf(text), `${id}.ts`) : null),
}

function testsOf(readme: string): string {
  const parts = readme.split(/^(```ts\n.*?^```)/ms)
  const isTest = (part: string) => part.startsWith('```ts\n') && part.includes("from 'vitest'")
  const code = parts.map((part) => (isTest(part) ? part.replaceAll('```', '//') : part.replaceAll(/.+/g, '')))
  return code.join('')
}
