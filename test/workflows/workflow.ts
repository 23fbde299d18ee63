import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parse } from 'yaml'

export interface Step {
  readonly name?: string
  readonly uses?: string
  readonly with?: { readonly [input: string]: unknown }
  readonly run?: string
  readonly env?: { readonly [name: string]: string }
}

export type Permissions = string | { readonly [scope: string]: string }

export interface Job {
  readonly permissions?: Permissions
  readonly 'timeout-minutes'?: number
  readonly environment?: string
  readonly uses?: string
  readonly steps?: readonly Step[]
  readonly env?: { readonly [name: string]: string }
}

export interface Workflow {
  /** `ci.yaml` */
  readonly name: string
  readonly text: string
  readonly on: readonly string[]
  readonly permissions?: Permissions
  readonly env?: { readonly [name: string]: string }
  readonly jobs: { readonly [name: string]: Job }
}

export function readWorkflow(name: string, text: string): Workflow {
  const { on, permissions, env, jobs } = parse(text)
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on)
  return { name, text, on: events, permissions, env, jobs }
}

export const workflows: readonly Workflow[] = globSync('.github/workflows/*')
  .sort()
  .map((path) => readWorkflow(basename(path), readFileSync(path, 'utf8')))
