import { leaseCases } from './lease-cases.ts'
import { recordCases } from './record-cases.ts'
import { type StoreTestTools, startStoreTrial, type TokenStorePlace } from './store-trial.ts'

export interface TokenStoreSuite {
  readonly name: string
  /** Called for each test: an empty place of its own. */
  createPlace(): TokenStorePlace | Promise<TokenStorePlace>
  /** Whether the store has leases. @default true */
  readonly leases?: boolean
}

/**
 * What every token store keeps, as a test suite: the newest version and nothing older, ages and ends by the store's own
 * clock, keys apart, any text, and, where it has leases, one holder at a time. The names begin with the rule.
 */
export function describeTokenStore(
  { name, createPlace, leases = true }: TokenStoreSuite,
  { describe, it, expect }: StoreTestTools,
): void {
  describe(name, () => {
    for (const [rule, test] of Object.entries({ ...recordCases, ...(leases ? leaseCases : {}) })) {
      it(rule, async () => {
        const place = await createPlace()
        try {
          await test(await startStoreTrial(place), expect)
        } finally {
          await place.close?.()
        }
      })
    }
  })
}
