/** Something that a client lives through, the same on every runtime; it fails by throwing. */
export type Scene = (stage: string) => Promise<void>

/** Scenes by their names, in order. */
export type Scenes = Readonly<Record<string, Scene>>

/** Where a promise of one request must not be awaited by another, each caller may make a token call of its own. */
export const isWorkerd = globalThis.navigator?.userAgent === 'Cloudflare-Workers'

/** The token calls of `count` concurrent callers where nobody has a token. */
export function isShared(tokenCalls: number, count: number): boolean {
  return isWorkerd ? tokenCalls >= 1 && tokenCalls <= count : tokenCalls === 1
}
