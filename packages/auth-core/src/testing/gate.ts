import type { Fetch } from '../fetch.ts'

/** A `fetch` that can hold requests back, so that something can happen while they are on their way. */
export interface Gate {
  readonly fetch: Fetch
  /** Holds every request from now on. @returns once `count` of them wait */
  close(count: number): Promise<void>
  /** Lets all of them go on. */
  open(): void
}

export function createGate(): Gate {
  let opened: Promise<void> | undefined
  let arrive = () => {}
  let release = () => {}
  return {
    async fetch(input, init) {
      if (opened !== undefined) {
        arrive()
        await opened
      }
      return globalThis.fetch(input, init)
    },
    close(count) {
      let missing = count
      opened = new Promise((resolve) => {
        release = resolve
      })
      return new Promise((resolve) => {
        arrive = () => {
          missing -= 1
          if (missing === 0) resolve()
        }
      })
    },
    open() {
      opened = undefined
      release()
    },
  }
}
