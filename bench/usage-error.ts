/** Something that the caller of the benchmark can correct; its message is all that is printed. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
