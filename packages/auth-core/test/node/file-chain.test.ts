import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { link, open, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type ChainLink, fileChain } from '../../src/node/file-chain.ts'
import { notedDisk } from './noted-disk.ts'
import { replaceOfProcess } from './replace-of-process.ts'

vi.mock('node:fs/promises', async (importActual) => {
  const { notedDisk } = await import('./noted-disk.ts')
  return notedDisk.over(await importActual())
})

const { signal } = new AbortController()
const always = () => true
const failure = (code: string) => Object.assign(new Error('a fault of the disk'), { code })

function newChain({ durable }: { readonly durable: boolean }) {
  const directory = join(mkdtempSync(join(tmpdir(), 'latchkey-')), 'chain')
  onTestFinished(() => rmSync(join(directory, '..'), { recursive: true }))
  return { directory, chain: fileChain({ directory, name: 'record', durable }) }
}

/** A chain of five links, of which the last two are there. */
async function grownChain() {
  const { directory, chain } = newChain({ durable: false })
  for (let number = 1; number <= 5; number++) await chain.append(`text-${number}`, always, signal)
  expect(readdirSync(directory)).toEqual(['record-4', 'record-5'])
  return { directory, chain }
}

/** What a process has seen that is asleep since. */
const sawLastTime = (...names: string[]) => vi.mocked(readdir).mockResolvedValueOnce(names as never)

/** What a first append asks of the disk. */
function stepsOfFirst(durable: boolean): Promise<string[]> {
  const { chain } = newChain({ durable })
  return notedDisk.notesOf(() => chain.append('one', always, signal))
}

const those = (steps: readonly string[], pattern: RegExp) => steps.filter((step) => pattern.test(step))

describe('who appends', () => {
  it('B09 has the disk keep what has to survive a loss of power, before it counts', async () => {
    expect(those(await stepsOfFirst(true), /^(mkdir|sync|link) /)).toEqual([
      'mkdir chain',
      expect.stringMatching(/^sync latchkey-/),
      'sync draft',
      'link draft',
      'sync chain',
    ])
    expect(those(await stepsOfFirst(false), /^sync /)).toEqual([])
  })

  it('B11 lets go of every file and directory', async () => {
    for (const durable of [true, false]) {
      const [missing, ...steps] = those(await stepsOfFirst(durable), /^(open|close) /)
      expect(missing).toBe('open draft')
      const opened = those(steps, /^open /)
      expect(opened).toHaveLength(durable ? 3 : 1)
      expect(those(steps, /^close /)).toEqual(opened.map((step) => step.replace('open', 'close')))
    }
  })

  it('B11 opens no directory on Windows, which would refuse it', async () => {
    replaceOfProcess('platform', 'win32')
    expect(those(await stepsOfFirst(true), /^sync /)).toEqual(['sync draft'])
  })

  it('B11 only looks where he may not', async () => {
    const { chain } = await grownChain()
    const steps = await notedDisk.notesOf(() => chain.append('one', () => false, signal))
    expect(steps).toEqual(['readdir chain', 'open record-5', 'close record-5'])
  })

  it('B10 starts again behind the last link, if he got hold of a number taken away since', async () => {
    const { directory, chain } = await grownChain()
    sawLastTime()
    const seen: (number | undefined)[] = []
    const may = (last: ChainLink | undefined) => seen.push(last?.number) > 0
    expect(await chain.append('late', may, signal)).toBe(6)
    expect(seen).toEqual([undefined, 5])
    expect(await chain.last()).toEqual({ number: 6, text: 'late' })
    expect(readdirSync(directory)).toEqual(['record-5', 'record-6'])
  })

  it('B11 is told when the disk takes no draft, or gives it no name, and leaves nothing behind', async () => {
    const { directory, chain } = await grownChain()
    sawLastTime()
    vi.mocked(open).mockRejectedValueOnce(failure('EACCES'))
    await expect(chain.append('one', always, signal)).rejects.toMatchObject({ code: 'EACCES' })
    vi.mocked(link).mockRejectedValueOnce(failure('EPERM'))
    await expect(chain.append('one', always, signal)).rejects.toMatchObject({ code: 'EPERM' })
    expect(readdirSync(directory)).toEqual(['record-4', 'record-5'])
  })

  it('B11 takes away drafts that are more than a minute old, or ahead, and nothing of anybody else', async () => {
    const { directory, chain } = await grownChain()
    const now = Math.floor(Date.now() / 1000)
    const ages = { 'draft-dead': 61, 'draft-ahead': -61, 'draft-slow': 60, notes: 3_600 }
    for (const [name, age] of Object.entries(ages)) {
      writeFileSync(join(directory, name), '')
      utimesSync(join(directory, name), now, now - age)
    }
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now * 1000)
    onTestFinished(() => clock.mockRestore())
    await chain.append('one', always, signal)
    expect(Object.keys(ages).filter((name) => existsSync(join(directory, name)))).toEqual([
      'draft-slow',
      'notes',
    ])
  })
})

describe('who reads', () => {
  it('B11 looks again where the link was taken away in between', async () => {
    const { chain } = await grownChain()
    sawLastTime('record-3')
    expect(await chain.last()).toEqual({ number: 5, text: 'text-5' })
  })

  it('B11 is told what else is wrong with the disk', async () => {
    const { directory, chain } = await grownChain()
    vi.mocked(open).mockRejectedValueOnce(failure('EIO'))
    await expect(chain.last()).rejects.toMatchObject({ code: 'EIO' })
    const below = fileChain({ directory: join(directory, 'record-5'), name: 'record', durable: false })
    await expect(below.last()).rejects.toMatchObject({ code: 'ENOTDIR' })
  })
})
