import { type Figure, type Spread, spreadOf } from './figure.ts'

export type Work = () => unknown

export interface Batches {
  readonly rounds: number
  /** How often each work runs in a round. */
  readonly batch: number
}

export interface Comparison {
  /** Each round's ratio to the floor. */
  readonly ratio: Spread
  /** What the work takes longer than the floor, in nanoseconds a run. */
  readonly addedNs: Spread
  readonly floorNs: number
  /** The floor against itself. */
  readonly self: number
}

const WARM_UP = 0.2

/**
 * The work against the floor, in small batches that take turns, so that whatever else the machine does meets them
 * alike. The floor runs twice in each round: against itself it has to read 1.
 */
export async function compare(floor: Work, work: Work, { rounds, batch }: Batches): Promise<Comparison> {
  const loops = [floor, work, floor].map(loopOf)
  const ratios: number[] = []
  const added: number[] = []
  const floors: number[] = []
  const selves: number[] = []
  for (let round = -Math.ceil(rounds * WARM_UP); round < rounds; round++) {
    const ns = [0, 0, 0]
    for (let turn = 0; turn < loops.length; turn++) {
      const index = (turn + Math.abs(round)) % loops.length
      ns[index] = await timed(loops[index] as Loop, batch)
    }
    if (round < 0) continue
    const [first, ours, second] = ns as [number, number, number]
    const mean = (first + second) / 2
    ratios.push(ours / mean)
    added.push(ours - mean)
    floors.push(mean)
    selves.push(second / first)
  }
  return {
    ratio: spreadOf(ratios),
    addedNs: spreadOf(added),
    floorNs: spreadOf(floors).median,
    self: spreadOf(selves).median,
  }
}

export function ratioFigure(floor: string, { ratio, floorNs, self }: Comparison): Figure {
  return { floor: `${floor}, ${timeText(floorNs)}`, ours: ratio.median, spread: ratio.quartiles, self }
}

type Loop = (count: number) => Promise<void>

// Made anew for each work: in a shared loop the engine would treat each work by what it had seen of the others.
function loopOf(work: Work): Loop {
  const make = new Function(
    'work',
    'return async (count) => { for (let index = 0; index < count; index++) await work() }',
  )
  return make(work)
}

async function timed(loop: Loop, batch: number): Promise<number> {
  const start = process.hrtime.bigint()
  await loop(batch)
  return Number(process.hrtime.bigint() - start) / batch
}

function timeText(ns: number): string {
  if (ns < 10_000) return `${ns.toFixed(0)} ns`
  if (ns < 10_000_000) return `${(ns / 1_000).toFixed(0)} µs`
  return `${(ns / 1_000_000).toFixed(0)} ms`
}
