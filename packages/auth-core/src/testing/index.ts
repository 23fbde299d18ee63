export { describeProvider, type ProviderTestTools } from './describe-provider.ts'
export { describeTokenStore, type TokenStoreSuite } from './describe-token-store.ts'
export { type FlowTrial, startTrial, type Tally } from './flow-trial.ts'
export { type ManualClock, manualClock } from './manual-clock.ts'
export type {
  FlowCall,
  FlowConnection,
  FlowOptions,
  FlowSandbox,
  FlowSandboxOptions,
  ProviderFlow,
} from './provider-flow.ts'
export { type Scene, scenes } from './scenes.ts'
export type { StoreTestTools, TokenStorePlace } from './store-trial.ts'
