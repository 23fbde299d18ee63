/** A time of leaving something alone; each one that follows another is twice as long. */
export interface CoolDown {
  /** By the monotonic clock. */
  readonly until: number
  readonly delayMs: number
}

/** The cool-down that follows `previous`, or the first one. */
export function openCoolDown(
  previous: CoolDown | undefined,
  now: number,
  { firstMs, maxMs }: { readonly firstMs: number; readonly maxMs: number },
): CoolDown {
  const delayMs = previous === undefined ? firstMs : Math.min(previous.delayMs * 2, maxMs)
  return { until: now + delayMs, delayMs }
}

export function isOpen<C extends CoolDown>(coolDown: C | undefined, now: number): coolDown is C {
  return coolDown !== undefined && now < coolDown.until
}
