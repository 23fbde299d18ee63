import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { vi } from 'vitest'

type Promises = typeof import('node:fs/promises')

const notes: string[] = []

// A draft's name is another one each time.
const nameOf = (path: unknown) => basename(String(path)).replace(/^draft-.*/, 'draft')

function note<R>(step: string, path: unknown, work: () => Promise<R>): Promise<R> {
  notes.push(`${step} ${nameOf(path)}`)
  return work()
}

/** The real file system, for `vi.mock`: each step is noted, and `vi.mocked` lets one of them go wrong. */
export const notedDisk = {
  /** What `work` does, in order: `link draft`, `sync chain`. */
  async notesOf(work: () => Promise<unknown>): Promise<string[]> {
    notes.length = 0
    await work()
    return [...notes]
  },
  over(real: Promises): Promises {
    const open = async (path: string, flags: string, mode?: number) =>
      handleOver(await note('open', path, () => real.open(path, flags, mode)), path)
    return {
      ...real,
      open: vi.fn(open) as unknown as Promises['open'],
      link: vi.fn((from, to) => note('link', from, () => real.link(from, to))),
      mkdir: vi.fn((path, options) =>
        note('mkdir', path, () => real.mkdir(path, options)),
      ) as Promises['mkdir'],
      readdir: vi.fn((path: string) =>
        note('readdir', path, () => real.readdir(path)),
      ) as unknown as Promises['readdir'],
      unlink: vi.fn((path) => note('unlink', path, () => real.unlink(path))),
    }
  },
}

function handleOver(file: FileHandle, path: string) {
  return {
    stat: () => file.stat(),
    readFile: (encoding: 'utf8') => file.readFile(encoding),
    writeFile: (text: string) => file.writeFile(text),
    sync: () => note('sync', path, () => file.sync()),
    close: () => note('close', path, () => file.close()),
  }
}
