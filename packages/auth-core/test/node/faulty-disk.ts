import type { FileHandle } from 'node:fs/promises'

/** What may happen at a step: the process dies there, or sleeps until it is woken, or the disk refuses to write. */
export type DiskFault = 'death' | 'sleep' | 'ENOSPC' | 'EIO'

type Promises = typeof import('node:fs/promises')
type Work<P extends unknown[], R> = (...parameters: P) => Promise<R>

const WRITES = ['open', 'writeFile', 'sync', 'link', 'mkdir']

let next: { stepsLeft: number; fault: DiskFault; come: () => void } | undefined
let wake = () => {}

/** A file system in which a step fails, for `vi.mock`. */
export const faultyDisk = {
  /** Lets the nth step from now on fail. @returns once the process is dead or asleep there */
  failAt(step: number, fault: DiskFault): Promise<'stopped'> {
    return new Promise((resolve) => {
      next = { stepsLeft: step, fault, come: () => resolve('stopped') }
    })
  },
  /** Lets who sleeps go on. */
  wake: () => wake(),
  /** @returns whether the fault is still to come; it does not any more */
  recover(): boolean {
    const isToCome = next !== undefined
    next = undefined
    return isToCome
  },
  over(real: Promises): Partial<Promises> {
    const { link, mkdir, readdir, stat, unlink } = real
    const open = async (path: string, ...how: [flags: string | number, mode?: number]) =>
      handleOver(await real.open(path, ...how))
    return {
      open: faulty('open', open) as unknown as Promises['open'],
      link: faulty('link', link),
      mkdir: faulty('mkdir', mkdir as Work<unknown[], never>) as Promises['mkdir'],
      readdir: faulty('readdir', readdir as Work<unknown[], never>) as Promises['readdir'],
      stat: faulty('stat', stat as Work<unknown[], never>) as Promises['stat'],
      unlink: faulty('unlink', unlink),
    }
  },
}

function handleOver(handle: FileHandle) {
  // A process that dies lets go of its files.
  const close = (fault: DiskFault) => (fault === 'death' ? handle.close() : undefined)
  return {
    close: () => handle.close(),
    stat: faulty('stat', () => handle.stat(), close),
    readFile: faulty('readFile', () => handle.readFile('utf8'), close),
    sync: faulty('sync', () => handle.sync(), close),
    writeFile: faulty(
      'writeFile',
      (text: string) => handle.writeFile(text),
      async (fault, text) => {
        await handle.writeFile(text.slice(0, text.length / 2))
        await close(fault)
      },
    ),
  }
}

/** @param begin what is done of it when it fails */
function faulty<P extends unknown[], R>(
  name: string,
  work: Work<P, R>,
  begin?: (fault: DiskFault, ...parameters: P) => unknown,
): Work<P, R> {
  return async (...parameters) => {
    if (next === undefined || --next.stepsLeft > 0) return work(...parameters)
    const { fault, come } = next
    if (fault.startsWith('E') && !WRITES.includes(name)) return work(...parameters)
    next = undefined
    if (fault !== 'sleep') await begin?.(fault, ...parameters)
    if (fault.startsWith('E')) throw Object.assign(new Error('a fault of the disk'), { code: fault })
    const woken = new Promise<void>((resolve) => {
      wake = fault === 'sleep' ? resolve : () => {}
    })
    come()
    await woken
    return work(...parameters)
  }
}
