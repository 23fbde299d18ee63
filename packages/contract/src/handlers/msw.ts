import { createRequire } from 'node:module'
import { SandboxError } from '../sandbox-error.ts'

// biome-ignore lint/suspicious/noTsIgnore: stands in the published types too, where there may be no msw
/** @ts-ignore A request handler of msw; anything where msw, an optional peer, is not installed. */
export type MswHandler = import('msw/http').HttpHandler

/** The parts of msw that answer HTTP requests. */
type Msw = typeof import('msw/http')

/**
 * Loads msw when it is wanted and not before: the sandbox does without it. `require` gives the instance that the user
 * imports, because Node keeps one for both.
 */
export function loadMsw(): Msw {
  try {
    return createRequire(import.meta.url)('msw/http')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : cause
    throw new SandboxError(
      `createHandlers needs msw 3 and Node 22.12 or newer; npm install --save-dev msw (${reason}).`,
    )
  }
}
