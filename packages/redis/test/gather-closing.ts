import type { ServerClosing } from './redis-server.ts'

/** Closes what was opened outside a single test, the newest first. */
export function gatherClosing(): ServerClosing & { closeAll(): Promise<void> } {
  const closes: (() => void | Promise<void>)[] = []
  return {
    onTestFinished: (close) => void closes.push(close),
    async closeAll() {
      for (const close of closes.splice(0).reverse()) await close()
    },
  }
}
