import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.ts'

export const usage = `Usage: demo [--provider NAME] [--port N]

Runs each provider's flows against a sandbox on loopback: a first call, 100 calls at once, a revocation and an expiry.

  --provider NAME  runs the flows of one provider only
  --port N         opens the sandbox at this port and those after it (by default at free ports)
  --help           prints this

Exit status: 0 when every figure is as it should be, 1 when one is not, 2 for a wrong argument or a busy port.`

export interface DemoArguments {
  readonly provider: string | undefined
  /** 0 for free ports. */
  readonly port: number
  readonly help: boolean
}

/** @throws {UsageError} when an argument is unknown or has a wrong value */
export function readArguments(args: readonly string[]): DemoArguments {
  const { provider, port = '0', help = false } = parse(args)
  if (!/^\d+$/.test(port) || Number(port) > 65_535)
    throw new UsageError(`--port takes a number from 0 to 65535, not "${port}".`)
  return { provider, port: Number(port), help }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // Package runners pass the separator on.
      args: args.filter((arg) => arg !== '--'),
      options: {
        provider: { type: 'string' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    const [reason] = (error as Error).message.split(/\. |\n/)
    throw new UsageError(`${reason}; see --help.`)
  }
}
