import type { Effect } from './change.ts'

export const bumps = ['none', 'patch', 'minor', 'major'] as const
export type Bump = (typeof bumps)[number]

/**
 * What a change asks for, by the version that users have. A caret range takes every patch of 0.x and every minor of
 * 1.x, so that neither may break.
 *
 * |          | 0.x   | 1.x and later |
 * | -------- | ----- | ------------- |
 * | breaking | minor | major         |
 * | feature  | patch | minor         |
 * | none     | none  | none          |
 */
export function bumpFor(effect: Effect, version: string): Bump {
  const isInitial = version.startsWith('0.')
  if (effect === 'breaking') return isInitial ? 'minor' : 'major'
  if (effect === 'feature') return isInitial ? 'patch' : 'minor'
  return 'none'
}

/** The bump that leads from one version to a later one. */
export function bumpBetween(from: string, to: string): Bump {
  const [old, now] = [numbersOf(from), numbersOf(to)]
  const changed = now.findIndex((number, index) => number !== old[index])
  return changed < 0 || Number(now[changed]) < Number(old[changed]) ? 'none' : (bumps[3 - changed] as Bump)
}

export function larger(one: Bump, other: Bump): Bump {
  return bumps.indexOf(one) > bumps.indexOf(other) ? one : other
}

function numbersOf(version: string): number[] {
  return version.split('-', 1)[0]?.split('.').map(Number) ?? []
}
