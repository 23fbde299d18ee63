interface Inspecting {
  inspect(value: unknown, options?: object): string
}

/** A built-in of Node, where the runtime has it. */
export function builtin<Module>(name: string): Module | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } }
  return process?.getBuiltinModule?.(name) as Module | undefined
}

/** All that the runtime shows of a value, in each of its ways. */
export function shown(value: unknown): string {
  const { Bun, Deno } = globalThis as { Bun?: Inspecting; Deno?: Inspecting }
  const inspectors = [builtin<Inspecting>('node:util'), Bun, Deno].filter((each) => each !== undefined)
  const everything = { showHidden: true, depth: Number.POSITIVE_INFINITY }
  const inspected = inspectors.map((by) => by.inspect(value, everything))
  return [String(value), JSON.stringify(value), ...inspected].join('\n')
}
