import { outageScenarios } from './outage-scenarios.ts'
import { refusalScenarios } from './refusal-scenarios.ts'
import { requestScenarios } from './request-scenarios.ts'
import { storeScenarios } from './store-scenarios.ts'
import { tokenScenarios } from './token-scenarios.ts'

/** All of them, for `it.each`. */
export const scenarios = Object.entries({
  ...tokenScenarios,
  ...outageScenarios,
  ...refusalScenarios,
  ...requestScenarios,
  ...storeScenarios,
})
