import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createFileStore } from '@latchkey/auth-core/node'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../src/stores/memory-store.ts'
import { describeTokenStore } from '../../src/testing/describe-token-store.ts'
import { manualClock } from '../../src/testing/manual-clock.ts'
import { createSqliteStore } from './sqlite-store.ts'

function temporaryDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-'))
  return { directory, close: () => rmSync(directory, { recursive: true }) }
}

describeTokenStore(
  {
    name: 'memory store',
    createPlace() {
      const clock = manualClock()
      const store = createMemoryStore({ clock })
      return { connect: () => store, clock }
    },
  },
  { describe, it, expect },
)

describeTokenStore(
  {
    name: 'a memory store without leases',
    createPlace() {
      const clock = manualClock()
      const { get, set } = createMemoryStore({ clock })
      return { connect: () => ({ get, set }), clock }
    },
    leases: false,
  },
  { describe, it, expect },
)

describeTokenStore(
  {
    name: 'file store',
    createPlace() {
      const clock = manualClock()
      const { directory, close } = temporaryDirectory()
      return { connect: () => createFileStore({ directory, clock }), clock, close }
    },
  },
  { describe, it, expect },
)

describeTokenStore(
  {
    name: 'file store, by the clock of the machine',
    createPlace() {
      const { directory, close } = temporaryDirectory()
      return { connect: () => createFileStore({ directory }), close }
    },
  },
  { describe, it: it.concurrent, expect },
)

describeTokenStore(
  {
    name: 'a store that a user has written, of two connections to one database',
    createPlace() {
      const clock = manualClock()
      const { directory, close } = temporaryDirectory()
      return {
        connect: () => createSqliteStore(new DatabaseSync(join(directory, 'tokens')), clock.monotonic),
        clock,
        close,
      }
    },
  },
  { describe, it, expect },
)

describe('a store that a user has written', () => {
  it('B10 takes fewer than 40 lines', () => {
    const source = readFileSync(new URL('sqlite-store.ts', import.meta.url), 'utf8')
    expect(source.trimEnd().split('\n').length).toBeLessThan(40)
  })
})
