import type { Provider } from './provider.ts'

/** The README with a row for the provider after those of the others, its cells as wide as theirs. */
export function withReadmeRow(readme: string, providers: readonly string[], provider: Provider): string {
  const lines = readme.split('\n')
  const last = lines.findLastIndex((line) =>
    providers.some((name) => line.startsWith(`| [\`@latchkey/${name}\`]`)),
  )
  const [, first = '', second = ''] = (lines[last] ?? '').split('|')
  const { name, title, summary } = provider
  const what = summary === '' ? title : `${title}: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}`
  const link = ` [\`@latchkey/${name}\`](packages/${name}/README.md) `
  const row = `|${link.padEnd(first.length)}|${` ${what} `.padEnd(second.length)}|`
  if (last < 0) throw new Error('README.md has no row of a provider, after which the new one goes.')
  return lines.toSpliced(last + 1, 0, row).join('\n')
}
