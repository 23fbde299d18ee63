import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { describe, expect, it, vi } from 'vitest'
import {
  type Instant,
  isInstant,
  type MachineClocks,
  machineClock,
  machineOf,
} from '../../src/node/machine-clock.ts'
import { manualClock } from '../../src/testing/manual-clock.ts'
import { replaceOfProcess } from './replace-of-process.ts'

vi.mock('node:fs', async (importActual) => {
  const fs = await importActual<typeof import('node:fs')>()
  return { ...fs, readFileSync: vi.fn(fs.readFileSync) }
})

const HOUR = 3_600_000

/** A machine an hour after its start, read 10 s after an instant. */
function machine(
  reading: Partial<{ boot: string; clock: string; elapsedMs: number; wallMs: number; uptimeMs: number }> = {},
) {
  const { boot = 'boot-1', clock = 'hrtime', elapsedMs = HOUR, wallMs = 50 * HOUR, uptimeMs = HOUR } = reading
  const clocks: MachineClocks = {
    boot,
    clock,
    elapsedMs: () => elapsedMs,
    wallMs: () => wallMs,
    uptimeMs: () => uptimeMs,
  }
  return machineClock(clocks)
}

const instant: Instant = {
  boot: 'boot-1',
  clock: 'hrtime',
  elapsedMs: HOUR - 10_000,
  wallMs: 50 * HOUR - 10_000,
}
const withoutBoot = { ...instant, boot: '' }

describe('machineClock', () => {
  it.each<[string, Instant, Parameters<typeof machine>[0], number]>([
    ['in this run of the machine', instant, {}, 10_000],
    ['the wall clock set forward', instant, { wallMs: 51 * HOUR }, 10_000],
    ['the wall clock set back', instant, { wallMs: 49 * HOUR }, 10_000],
    ['by another clock of this run', instant, { clock: 'uptime', elapsedMs: 0 }, 10_000],
    ['by another clock, the wall clock set back', instant, { clock: 'uptime', wallMs: 0 }, 0],
    ['in an earlier run', instant, { boot: 'boot-2', uptimeMs: 4_000 }, 10_000],
    [
      'in an earlier run, the wall clock set back',
      instant,
      { boot: 'boot-2', wallMs: 0, uptimeMs: 4_000 },
      4_000,
    ],
    ['in a run without a name', withoutBoot, { boot: '' }, 10_000],
    ['in an earlier run without a name', withoutBoot, { boot: '', elapsedMs: 4_000 }, 10_000],
  ])('B13 the age of an instant %s', (_, past, reading, ageMs) => {
    expect(machine(reading).ageMs(past)).toBe(ageMs)
  })

  it('B13 counts on the clock that it is given', async () => {
    const clock = manualClock()
    const { instant, ageMs } = machineClock(machineOf(clock))
    const past = instant()
    await clock.advance(1_000)
    clock.step(HOUR)
    expect(ageMs(past)).toBe(1_000)
  })

  it('B13 counts alike in every process of the machine', () => {
    const module = JSON.stringify(new URL('../../src/node/machine-clock.ts', import.meta.url).href)
    const source = `import { machineClock } from ${module}; console.log(JSON.stringify(machineClock().instant()))`
    const { instant, ageMs } = machineClock()
    const before = instant()
    const elsewhere = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' }),
    )
    expect(isInstant(elsewhere)).toBe(true)
    expect(elsewhere).toMatchObject({ boot: before.boot, clock: before.clock })
    expect(elsewhere.elapsedMs).toBeGreaterThan(before.elapsedMs)
    expect(ageMs(elsewhere)).toBeLessThan(ageMs(before))
  })

  it.each(['bun', 'deno'])('B25 on %s reads the clock that all processes share', (runtime) => {
    replaceOfProcess('versions', { ...process.versions, [runtime]: '1' })
    const before = uptime() * 1000
    const { clock, elapsedMs } = machineClock().instant()
    expect(clock).toBe('uptime')
    expect(elapsedMs).toBeGreaterThanOrEqual(before)
    expect(elapsedMs).toBeLessThanOrEqual(uptime() * 1000)
  })

  it('B13 an instant of an earlier run is at least as old as this one', () => {
    const { instant, ageMs } = machineClock()
    const before = uptime() * 1000
    const age = ageMs({ ...instant(), boot: 'an earlier one' })
    expect(age).toBeGreaterThanOrEqual(before)
    expect(age).toBeLessThanOrEqual(uptime() * 1000)
  })

  it('B13 works where the system does not name its runs', () => {
    vi.mocked(readFileSync).mockImplementationOnce(() => {
      throw new Error('no such file')
    })
    const { instant, ageMs } = machineClock()
    expect(instant()).toMatchObject({ boot: '', clock: 'hrtime' })
    expect(ageMs(instant())).toBeLessThan(HOUR)
  })

  it.each([undefined, null, 1, 'now', {}, { ...instant, boot: 1 }, { ...instant, wallMs: '1' }])(
    'B11 %j is no instant',
    (value) => {
      expect(isInstant(value)).toBe(false)
    },
  )
})
