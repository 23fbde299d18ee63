import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { claimDirectory, readPrivate, writePrivate } from '../../src/node/private-file.ts'
import { replaceOfProcess } from './replace-of-process.ts'

vi.mock('node:fs/promises', async (importActual) => {
  const { notedDisk } = await import('./noted-disk.ts')
  return notedDisk.over(await importActual())
})

const MAX_BYTES = 16 * 1024 * 1024

function temporaryDirectory(mode = 0o700): string {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  chmodSync(directory, mode)
  return directory
}

const temporaryFile = () => join(temporaryDirectory(), 'file')

describe('a private directory', () => {
  const claim = (directory: unknown) => () => claimDirectory('directory', directory)

  it('B21 is refused with what is wrong with it, and what to do', () => {
    const file = temporaryFile()
    writeFileSync(file, '')
    expect(claim(' ')).toThrow('"directory" is missing')
    expect(claim(join(file, 'below'))).toThrow('"directory" cannot be made or read (ENOTDIR)')
    expect(claim(temporaryDirectory(0o750))).toThrow(/"directory" is open to others: .* mode 0700/)
  })

  it.each([
    ['another user’s', () => 4_242],
    ['of a system that names no user', undefined],
  ])('B21 is refused where it is %s', (_, geteuid) => {
    const directory = temporaryDirectory()
    expect(claim(directory)).not.toThrow()
    replaceOfProcess('geteuid', geteuid)
    expect(claim(directory)).toThrow(/open to others/)
  })

  it('B21 may be any on Windows, where modes say nothing', () => {
    replaceOfProcess('platform', 'win32')
    expect(claim(temporaryDirectory(0o777))).not.toThrow()
  })
})

describe('a private file', () => {
  it('is read as the text that was written, and is never written over', async () => {
    const path = temporaryFile()
    await writePrivate(path, 'ä 漢 🔑', false)
    expect(await readPrivate(path)).toBe('ä 漢 🔑')
    await expect(writePrivate(path, 'other', false)).rejects.toMatchObject({ code: 'EEXIST' })
  })

  it('B11 may have 16 MiB, and not a byte more', async () => {
    const path = temporaryFile()
    writeFileSync(path, new Uint8Array(MAX_BYTES), { mode: 0o600 })
    expect(await readPrivate(path)).toHaveLength(MAX_BYTES)
    writeFileSync(path, new Uint8Array(MAX_BYTES + 1))
    expect(await readPrivate(path)).toBeUndefined()
  })

  // No test makes all of them on a real disk: some come on other systems, or never to who runs as root.
  it.each(['ELOOP', 'EISDIR', 'EACCES', 'EPERM', 'ENXIO'])(
    'B11 is not ours where it opens with %s',
    async (code) => {
      vi.mocked(open).mockRejectedValueOnce(Object.assign(new Error('not opened'), { code }))
      expect(await readPrivate(temporaryFile())).toBeUndefined()
    },
  )

  it.each(['EMFILE', 'EIO'])('B11 may be ours where it opens with %s, which is passed on', async (code) => {
    vi.mocked(open).mockRejectedValueOnce(Object.assign(new Error('not opened'), { code }))
    await expect(readPrivate(temporaryFile())).rejects.toMatchObject({ code })
  })

  it('B11 that is not there is told from one that is not ours', async () => {
    await expect(readPrivate(temporaryFile())).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
