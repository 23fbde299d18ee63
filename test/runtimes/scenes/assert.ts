/** @throws {Error} unless both print the same as JSON */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [is, due] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (is !== due) throw new Error(`${what}: ${is} instead of ${due}`)
}

/** @throws {Error} unless it holds */
export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(what)
}

/** What a call that should fail fails with. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  )
}

/** Waits for what happens elsewhere. @throws {Error} where it has not within 10 s */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within 10 s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make)
}
