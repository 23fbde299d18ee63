import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import type { Clock } from '../clock.ts'

/** An instant whose age every process of this machine can tell, also after a restart of the machine. */
export interface Instant {
  /** Which run of the machine; empty where the system does not say. */
  readonly boot: string
  /** Which of its clocks `elapsedMs` was read from. */
  readonly clock: string
  readonly elapsedMs: number
  readonly wallMs: number
}

/** The clocks of one machine, as a process reads them. */
export interface MachineClocks {
  readonly boot: string
  readonly clock: string
  /** Since the machine started; every process reads the same. */
  elapsedMs(): number
  wallMs(): number
  uptimeMs(): number
}

export interface MachineClock {
  instant(): Instant
  ageMs(instant: Instant): number
}

/**
 * Tells the age of an instant:
 *
 * | it was written | its age is counted by |
 * |---|---|
 * | in this run of the machine | the clock that runs since its start, which nobody sets |
 * | in this run, by a runtime that reads another such clock | the wall clock |
 * | in an earlier run | the wall clock, and is at least the time since the start |
 *
 * Where the system does not name its runs (macOS, Windows), an instant that lies ahead is of an earlier one.
 */
export function machineClock(clocks: MachineClocks = ofThisMachine()): MachineClock {
  const { boot, clock, elapsedMs, wallMs, uptimeMs } = clocks
  return {
    instant: () => ({ boot, clock, elapsedMs: elapsedMs(), wallMs: wallMs() }),
    ageMs(instant) {
      const byWall = Math.max(wallMs() - instant.wallMs, 0)
      if (instant.boot !== boot) return Math.max(byWall, uptimeMs())
      const elapsed = elapsedMs() - instant.elapsedMs
      return instant.clock === clock && elapsed >= 0 ? elapsed : byWall
    },
  }
}

/** For tests: a machine that has but this clock. */
export function machineOf(clock: Clock): MachineClocks {
  const elapsedMs = () => clock.monotonic()
  return { boot: '', clock: 'given', elapsedMs, uptimeMs: elapsedMs, wallMs: () => clock.now() }
}

export function isInstant(value: unknown): value is Instant {
  const { boot, clock, elapsedMs, wallMs } = (value ?? {}) as Partial<Instant>
  return [typeof boot, typeof clock, typeof elapsedMs, typeof wallMs].join() === 'string,string,number,number'
}

function ofThisMachine(): MachineClocks {
  const uptimeMs = () => uptime() * 1000
  // Bun and Deno count hrtime from the start of the process.
  const { bun, deno } = process.versions
  const isShared = bun === undefined && deno === undefined
  return {
    boot: bootId(),
    clock: isShared ? 'hrtime' : 'uptime',
    elapsedMs: isShared ? () => Number(process.hrtime.bigint()) / 1e6 : uptimeMs,
    wallMs: () => Date.now(),
    uptimeMs,
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
