import { parseArgs } from 'node:util'
import { Script } from 'node:vm'

export const usage = `Usage: pnpm new-provider NAME SPEC

Adds packages/NAME, its tests and all that goes with it, from an OpenAPI 3.1 document: see docs/adding-a-provider.md.

  NAME    the package's name after @latchkey/, in kebab-case
  SPEC    the document; unless it is specs/NAME.yaml already, it is copied there
  --help  prints this`

interface Arguments {
  readonly name: string
  readonly spec: string
  readonly help: boolean
}

/** @throws {Error} saying what is wrong with the arguments */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args)
  const [name, spec, ...others] = positionals
  if (values.help) return { name: '', spec: '', help: true }
  if (name === undefined || spec === undefined || others.length > 0)
    throw new Error(`There are ${positionals.length} arguments and should be two, NAME and SPEC; see --help.`)
  checkName(name)
  return { name, spec, help: false }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // Package runners pass the separator on.
      args: args.filter((arg) => arg !== '--'),
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
  } catch (error) {
    const [reason] = (error as Error).message.split(/\. |\n/)
    throw new Error(`${reason}; see --help.`)
  }
}

// What passes is a subset of what npm takes after a scope. npm's limit counts the scope.
function checkName(name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || `@latchkey/${name}`.length > 214)
    throw new Error(
      `"${name}" is no name of a provider: write it in kebab-case, such as acme-pay, in at most 204 characters.`,
    )
  if (!isVariable(name))
    throw new Error(
      `"${name}" is a word of JavaScript, and variables are named after the provider: add to it.`,
    )
}

function isVariable(name: string): boolean {
  try {
    new Script(`'use strict'; let ${name.replaceAll('-', '')}`)
    return true
  } catch {
    return false
  }
}
