import { link, mkdir, readdir, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf, readPrivate, syncDirectory, writePrivate } from './private-file.ts'

/** One file of a chain. */
export interface ChainLink {
  readonly number: number
  /** Undefined where it is no file of ours. */
  readonly text: string | undefined
}

/** What follows what, agreed on by all processes of a machine without a lock that one of them could die with. */
export interface FileChain {
  last(): Promise<ChainLink | undefined>
  /**
   * Adds a link behind the last one, if `may` says so of it.
   * @returns its number, or undefined where it may not
   */
  append(
    text: string,
    may: (last: ChainLink | undefined) => boolean,
    signal: AbortSignal,
  ): Promise<number | undefined>
}

export interface ChainPlace {
  readonly directory: string
  readonly name: string
  /** Whether it has to survive a loss of power. */
  readonly durable: boolean
}

/** A draft that is older was left behind by a process that died. */
const ABANDONED_MS = 60_000

/**
 * Numbered files in a directory of their own. Who comes next is decided by link(2), which gives a whole file a name that
 * has to be free: of any number of processes that saw the same last link, one succeeds. The last link is never
 * taken away, so no number comes twice; whoever slept meanwhile and got hold of a number taken away since finds that
 * his link is not the last one, and starts again.
 */
export function fileChain({ directory, name, durable }: ChainPlace): FileChain {
  const pathOf = (number: number) => join(directory, `${name}-${number}`)
  const pattern = new RegExp(`^${name}-(\\d{1,15})$`)
  const numberOf = (file: string) => Number(pattern.exec(file)?.[1] ?? 0)
  const lastOf = (files: readonly string[]) => Math.max(0, ...files.map(numberOf))

  async function files(): Promise<string[]> {
    try {
      return await readdir(directory)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    }
  }

  async function last(): Promise<ChainLink | undefined> {
    for (;;) {
      const number = lastOf(await files())
      if (number === 0) return undefined
      try {
        return { number, text: await readPrivate(pathOf(number)) }
      } catch (error) {
        // Taken away since, because there are newer ones.
        if (codeOf(error) !== 'ENOENT') throw error
      }
    }
  }

  async function writeDraft(path: string, text: string): Promise<void> {
    try {
      await writePrivate(path, text, durable)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
      await mkdir(directory, { recursive: true, mode: 0o700 })
      if (durable) await syncDirectory(dirname(directory))
      await writePrivate(path, text, durable)
    }
  }

  /** @returns whether it has become the last link */
  async function attach(draft: string, number: number): Promise<boolean> {
    try {
      await link(draft, pathOf(number))
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      throw error
    }
    const present = await files()
    if (lastOf(present) !== number) return false
    if (durable) await syncDirectory(directory)
    await tidy(present, number)
    return true
  }

  // The link before the last one stays, for whoever is between seeing its name and reading it.
  async function tidy(present: readonly string[], number: number): Promise<void> {
    for (const file of present) {
      const older = numberOf(file)
      const path = join(directory, file)
      if ((older > 0 && older < number - 1) || (file.startsWith('draft-') && (await isAbandoned(path))))
        await unlink(path).catch(() => {})
    }
  }

  return {
    last,
    async append(text, may, signal) {
      const draft = join(directory, `draft-${crypto.randomUUID()}`)
      let drafted = false
      try {
        for (;;) {
          signal.throwIfAborted()
          const before = await last()
          if (!may(before)) return undefined
          if (!drafted) {
            drafted = true
            await writeDraft(draft, text)
          }
          const number = (before?.number ?? 0) + 1
          if (await attach(draft, number)) return number
        }
      } finally {
        if (drafted) await unlink(draft).catch(() => {})
      }
    },
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const modifiedAt = await stat(path).then(({ mtimeMs }) => mtimeMs, Date.now)
  return Math.abs(Date.now() - modifiedAt) > ABANDONED_MS
}
