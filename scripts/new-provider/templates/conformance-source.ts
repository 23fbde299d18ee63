/** `test/conformance.test.ts`: the same for every provider. */
export const conformanceSource = `
import { describeProvider } from '@latchkey/auth-core/testing'
import { createSandbox } from '@latchkey/contract'
import { describe, expect, it } from 'vitest'
import { flows } from './flows.ts'

for (const flow of flows) describeProvider(flow, { describe, it, expect, createSandbox })
`
