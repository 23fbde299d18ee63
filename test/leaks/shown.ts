import { inspect } from 'node:util'

/** Everything that a logger, a debugger, a serialiser or an error tracker makes of a value, each by its name. */
export function shown(value: unknown): Record<string, string> {
  return {
    inspected: inspect(value, {
      showHidden: true,
      depth: Number.POSITIVE_INFINITY,
      getters: true,
      maxArrayLength: null,
      maxStringLength: null,
    }),
    'inspected as plain': inspect(value, {
      showHidden: true,
      depth: Number.POSITIVE_INFINITY,
      customInspect: false,
    }),
    JSON: attempt(() => JSON.stringify(value)),
    String: attempt(() => String(value)),
    template: attempt(() => `${value}`),
    cloned: attempt(() => inspect(structuredClone(value), { depth: Number.POSITIVE_INFINITY })),
    walked: walked(value),
  }
}

function attempt(work: () => string | undefined): string {
  try {
    return work() ?? ''
  } catch (error) {
    // What says that it cannot be done may quote what it cannot do.
    return String(error)
  }
}

/** Every name and value that code can reach without a call: symbols, hidden members, getters, prototypes, entries. */
function walked(root: unknown): string {
  const seen = new Set<unknown>()
  const lines: string[] = []
  const visit = (value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
      lines.push(String(value))
      return
    }
    if (seen.has(value) || isPlatform(value)) return
    seen.add(value)
    // A getter that was asked of a prototype may answer with a rejection.
    if (value instanceof Promise) value.catch(() => {})
    if (typeof value === 'function') lines.push(Function.prototype.toString.call(value))
    if (Symbol.iterator in value)
      lines.push(...attempt(() => JSON.stringify([...(value as Iterable<unknown>)])))
    for (let holder: object | null = value; holder !== null; holder = Object.getPrototypeOf(holder)) {
      for (const key of Reflect.ownKeys(holder)) {
        lines.push(String(key))
        try {
          visit(Reflect.get(holder, key, value))
        } catch {}
      }
    }
  }
  visit(root)
  return lines.join('\n')
}

const platform = new Set<unknown>(
  Object.getOwnPropertyNames(globalThis).map((name) => (globalThis as Record<string, unknown>)[name]),
)

function isPlatform(value: unknown): boolean {
  return value === globalThis || value === process || platform.has(value)
}
