import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { TokenEvent } from '@latchkey/auth-core'
import type { DeathPoint, FleetOrder, FleetReport, FleetSource, Pace, Served } from './messages.ts'

const child = fileURLToPath(new URL('fleet.child.ts', import.meta.url))

/** A real process with a token source, at the end of a wire. */
export interface FleetProcess {
  /** Begins anew with another source, its clock with that of the machine. */
  become(source: FleetSource): Promise<unknown>
  /** @returns each caller's token, or the code of its error */
  getTokens(count: number, how?: { force?: boolean; pace?: Pace }): Promise<readonly string[]>
  getTokensTimed(count: number, how?: { force?: boolean; pace?: Pace }): Promise<Served>
  /** Puts its clock forward. */
  advance(ms: number): Promise<unknown>
  /** Sets its wall clock wrong by so much. */
  setClock(ms: number): Promise<unknown>
  /** Lets it kill itself there. */
  dieAt(point: DeathPoint): Promise<unknown>
  /** What its source has told since it became one. */
  readonly events: readonly TokenEvent[]
  /** Waits for an event that is still to come. */
  nextEvent(isMeant: (event: TokenEvent) => boolean): Promise<void>
  /** SIGKILL. @returns once it is dead */
  kill(): Promise<void>
  readonly death: Promise<unknown>
}

export async function startProcesses(count: number): Promise<FleetProcess[]> {
  return Promise.all(Array.from({ length: count }, startProcess))
}

export async function startProcess(): Promise<FleetProcess> {
  const process = fork(child, { serialization: 'advanced' })
  const death = once(process, 'exit')
  await new Promise<void>((resolve) => listen(process, ({ report }) => report === 'ready' && resolve()))
  let events: TokenEvent[] = []
  listen(process, (report) => report.report === 'event' && events.push(report.event))

  let orders = 0
  function order(order: FleetOrder): Promise<Served> {
    const number = ++orders
    return new Promise((resolve) => {
      const stop = listen(process, (report) => {
        if (report.report !== 'done' || report.number !== number) return
        stop()
        resolve(report)
      })
      process.send({ number, order })
    })
  }

  const getTokensTimed: FleetProcess['getTokensTimed'] = (count, { force = false, pace = 0 } = {}) =>
    order({ order: 'tokens', count, force, pace })

  return {
    become(source) {
      events = []
      return order({ order: 'source', source })
    },
    getTokens: async (count, how) => (await getTokensTimed(count, how)).outcomes,
    getTokensTimed,
    advance: (ms) => order({ order: 'advance', ms }),
    setClock: (ms) => order({ order: 'setClock', ms }),
    dieAt: (point) => order({ order: 'dieAt', point }),
    get events() {
      return events
    },
    nextEvent: (isMeant) =>
      new Promise((resolve) => {
        const stop = listen(process, (report) => {
          if (report.report !== 'event' || !isMeant(report.event)) return
          stop()
          resolve()
        })
      }),
    async kill() {
      process.kill('SIGKILL')
      await death
    },
    death,
  }
}

function listen(process: ChildProcess, hear: (report: FleetReport) => unknown): () => void {
  process.on('message', hear)
  return () => process.off('message', hear)
}
