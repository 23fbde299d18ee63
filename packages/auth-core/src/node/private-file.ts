import { constants, mkdirSync, type Stats, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { invalidOption } from '../check-options.ts'

/**
 * The directory, made where it is missing.
 * @throws {LatchkeyError} `invalid_options` where others can read or change what is in it
 */
export function claimDirectory(option: string, directory: unknown): string {
  if (typeof directory !== 'string' || directory.trim() === '') throw invalidOption(option, 'is missing')
  const path = resolve(directory)
  let stats: Stats
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    stats = statSync(path)
  } catch (error) {
    throw invalidOption(option, `cannot be made or read (${codeOf(error)})`)
  }
  if (isPrivate(stats)) return path
  throw invalidOption(option, 'is open to others: give it a directory of its own with mode 0700')
}

/** Writes a new file that is nobody else's; `durable` waits until the disk has it. */
export async function writePrivate(path: string, text: string, durable: boolean): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    if (durable) await file.sync()
  } finally {
    await file.close()
  }
}

// A link could lead elsewhere, and opening a pipe waits for whoever writes to it.
const CAREFULLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
const NOT_A_FILE_OF_OURS: readonly unknown[] = ['ELOOP', 'EISDIR', 'EACCES', 'EPERM', 'ENXIO']
const MAX_BYTES = 16 * 1024 * 1024

/** The text of a file of ours, or undefined where others can read or change it, or it is no such file. */
export async function readPrivate(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, CAREFULLY)
    try {
      const stats = await file.stat()
      if (!stats.isFile() || !isPrivate(stats) || stats.size > MAX_BYTES) return undefined
      return await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    if (NOT_A_FILE_OF_OURS.includes(codeOf(error))) return undefined
    throw error
  }
}

/** Waits until the disk has the directory's names. Windows opens no directories, and needs none of this. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

export function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code
}

// Windows has no such modes: there a directory is as private as the profile it lies in.
function isPrivate({ mode, uid }: Stats): boolean {
  return process.platform === 'win32' || ((mode & 0o077) === 0 && uid === process.geteuid?.())
}
