import { createGenuinClient } from '../../../packages/genuin/src/index.ts'
import type { Means, ProviderCalls } from '../provider-calls.ts'

const baseUrl = 'https://api.genuin.example'

function genuin({ fetch, headers = {}, tokens, clientId: apiKey, clientSecret: apiSecret }: Means) {
  const authentication = tokens === undefined ? { apiKey, apiSecret } : { tokens }
  return createGenuinClient({ ...authentication, fetch, headers, baseUrl })
}

export const calls: ProviderCalls = {
  'genuin#authenticate': (means) => genuin(means).tokens.getToken(),
  'genuin#createCommunity': (means) =>
    genuin(means).POST('/api/thirdparty/community/create', {
      body: { handle: 'example', name: 'Example', type: 1, actions: [] },
    }),
}
