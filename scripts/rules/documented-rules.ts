import { readFileSync } from 'node:fs'

/** The rules of docs/rules.md: number and sentence. */
export function documentedRules(): ReadonlyMap<string, string> {
  const rows = readFileSync('docs/rules.md', 'utf8').matchAll(/^\| (B\d\d) +\| (.+?) +\|$/gm)
  return new Map(Array.from(rows, ([, rule = '', sentence = '']) => [rule, sentence]))
}
