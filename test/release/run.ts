import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const start = promisify(execFile)

/** A command that did not end well; the message has all that it printed. */
export class CommandError extends Error {}

/**
 * Runs a command to its end, while the registry in this process goes on answering.
 * @returns what it printed to its standard output
 * @throws {CommandError} when its status is not 0
 */
export async function run(
  cwd: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  try {
    const { stdout } = await start(command, args, {
      cwd,
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    })
    return stdout
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string }
    throw new CommandError(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`)
  }
}
