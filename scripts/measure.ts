import { globSync, readFileSync } from 'node:fs'
import { functionLengths } from './measure/function-lengths.ts'
import { shippedSize } from './measure/shipped-size.ts'

// The numbers of the house style, measured: `pnpm measure`.

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const lineCount = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n').length
const handWritten = (pattern: string) => globSync(pattern).filter((path) => !path.includes('/generated/'))

for (const source of globSync('packages/*/src').sort()) {
  const files = handWritten(`${source}/**/*.ts`)
  const tests = handWritten(`${source.replace(/src$/, 'test')}/**/*.ts`)
  const sizes = files.map((path) => ({ path, lines: lineCount(path) })).sort((a, b) => b.lines - a.lines)
  const functions = files.flatMap(functionLengths).sort((a, b) => b.lines - a.lines)
  const lines = sizes.reduce((sum, file) => sum + file.lines, 0)
  const testLines = tests.reduce((sum, path) => sum + lineCount(path), 0)
  const [longestFile] = sizes
  const [longestFunction] = functions
  console.log(`${source.split('/')[1]}
  files      ${files.length}, median ${median(sizes.map((file) => file.lines))} lines, longest ${longestFile?.lines} (${longestFile?.path.replace(`${source}/`, '')})
  functions  ${functions.length}, median ${median(functions.map((each) => each.lines))} lines, longest ${longestFunction?.lines} (${longestFunction?.name})
  lines      ${lines} of source, ${testLines} of tests (${(testLines / lines).toFixed(1)} a line)`)
}

const rootExports = Object.keys(await import('@latchkey/auth-core'))
console.log(`auth-core's root exports ${rootExports.length} values`)

async function printSize(name: string, path: string): Promise<void> {
  const { minified, brotli } = await shippedSize(path)
  console.log(`${name} ${minified} bytes minified, ${brotli} brotli`)
}

await printSize("auth-core's root", 'packages/auth-core/src/index.ts')
for (const provider of globSync('packages/*/src/generated').sort()) {
  await printSize(`an app with ${provider.split('/')[1]}`, provider.replace('generated', 'index.ts'))
}
