import Table from 'cli-table3'
import type picocolors from 'picocolors'
import type { Figure } from './figure.ts'
import { type FigureName, type Target, targets } from './targets.ts'
import { judge, type Verdict } from './verdict.ts'

type Colors = ReturnType<typeof picocolors.createColors>

const head = ['figure', 'floor', 'floor / floor', 'ours', 'quartiles', 'target', '']

/** The figures, one row each. */
export function renderTable(figures: ReadonlyMap<FigureName, Figure>, colors: Colors): string {
  const table = new Table({
    head: head.map((title) => colors.bold(title)),
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
  })
  const paint: Record<Verdict, (text: string) => string> = {
    ok: colors.green,
    missed: colors.yellow,
    wrong: colors.red,
    'too noisy': colors.red,
  }
  for (const [name, figure] of figures) {
    const target: Target = targets[name]
    const verdict = judge(target, figure)
    table.push([...cells(target, figure), paint[verdict](verdict)])
  }
  return table.toString()
}

function cells({ what, unit, atMost, exactly }: Target, { floor, self, ours, spread }: Figure): string[] {
  const text = (value: number) => withUnit(value, unit)
  return [
    what,
    floor,
    self?.toFixed(2) ?? '',
    text(ours),
    spread?.map(text).join(' - ') ?? '',
    `${exactly ? '' : '<= '}${text(atMost)}`,
  ]
}

function withUnit(value: number, unit: Target['unit']): string {
  if (unit === 'x') return value.toFixed(2)
  if (unit === 'count') return String(value)
  return `${unit === 'ms' ? value.toFixed(1) : value.toFixed(0)} ${unit}`
}
