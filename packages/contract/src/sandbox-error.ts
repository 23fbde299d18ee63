/** What was given to the sandbox cannot be used. The message is one line: what is wrong, where, and what to do. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
}
