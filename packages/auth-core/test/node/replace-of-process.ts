import { onTestFinished } from 'vitest'

/** Lets `process` say something else until the test ends. */
export function replaceOfProcess(member: 'platform' | 'versions' | 'geteuid', value: unknown): void {
  const own = Object.getOwnPropertyDescriptor(process, member)
  Object.defineProperty(process, member, { ...own, value })
  onTestFinished(() => void (own && Object.defineProperty(process, member, own)))
}
