import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFileStore } from '@latchkey/auth-core/node'
import { expect, it, onTestFinished, vi } from 'vitest'
import { notedDisk } from './noted-disk.ts'

vi.mock('node:fs/promises', async (importActual) => {
  const { notedDisk } = await import('./noted-disk.ts')
  return notedDisk.over(await importActual())
})

const { signal } = new AbortController()

it('B09 the disk keeps a record before it counts, and need not keep a lease', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const store = createFileStore({ directory })
  const record = { value: 'made-up', version: 1, ttlMs: 1_000 }
  const writing = await notedDisk.notesOf(() => store.set('key', record, { signal }))
  expect(writing.filter((step) => step.startsWith('sync'))).toHaveLength(3)
  const leasing = await notedDisk.notesOf(async () => store.lease?.('key', 1_000, { signal }))
  expect(leasing).toContain('link draft')
  expect(leasing.filter((step) => step.startsWith('sync'))).toEqual([])
})
