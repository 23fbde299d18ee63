import { rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import picocolors from 'picocolors'
import { readArguments, usage } from './arguments.ts'
import type { Figure } from './figure.ts'
import { installApp } from './installed-app.ts'
import { runRow } from './run-row.ts'
import { renderTable } from './table.ts'
import { type FigureName, targets } from './targets.ts'
import { UsageError } from './usage-error.ts'
import { judge } from './verdict.ts'

const OK = 0
const FAILED = 1
const WRONG_USE = 2

/** Runs the benchmark. @returns the exit status */
async function main(args: readonly string[]): Promise<number> {
  const { names, json, help } = readArguments(args)
  if (help) {
    console.log(usage)
    return OK
  }
  const figures = await measure(names)
  // picocolors takes a CI for a terminal.
  const colors = picocolors.createColors(picocolors.isColorSupported && process.stdout.isTTY === true)
  console.log(renderTable(figures, colors))
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(reportOf(figures), null, 2)}\n`)
  const verdicts = [...figures].map(([name, figure]) => judge(targets[name], figure))
  if (verdicts.includes('too noisy'))
    console.error('The floor differs from itself by more than 10 %: the machine is too busy to measure on.')
  return verdicts.includes('too noisy') || verdicts.includes('wrong') ? FAILED : OK
}

async function measure(names: readonly FigureName[]): Promise<Map<FigureName, Figure>> {
  const app = installApp()
  const figures = new Map<FigureName, Figure>()
  try {
    for (const row of new Set(names.map((name) => targets[name].row))) {
      if (process.stderr.isTTY) console.error(row)
      const measured = await runRow(row, app)
      for (const name of names) if (measured[name] !== undefined) figures.set(name, measured[name])
    }
  } finally {
    rmSync(app, { recursive: true, force: true })
  }
  return figures
}

function reportOf(figures: ReadonlyMap<FigureName, Figure>) {
  return {
    node: process.version,
    cpu: cpus()[0]?.model,
    figures: [...figures].map(([name, figure]) => ({
      name,
      ...targets[name],
      ...figure,
      verdict: judge(targets[name], figure),
    })),
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`bench: ${error.message}`)
  process.exitCode = WRONG_USE
}
