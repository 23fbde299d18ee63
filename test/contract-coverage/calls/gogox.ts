import { createGogoxClient } from '../../../packages/gogox/src/index.ts'
import { authenticationOf, type Means, type ProviderCalls } from '../provider-calls.ts'

function gogox({ fetch, headers = {}, ...means }: Means) {
  const baseUrl = 'https://api.gogox.example'
  return createGogoxClient({ ...authenticationOf({ fetch, ...means }), fetch, headers, baseUrl })
}

export const calls: ProviderCalls = {
  'gogox#createToken': (means) => gogox(means).tokens.getToken(),
  'gogox#getOrder': (means) =>
    gogox(means).GET('/api/v2/orders/{uuid}', {
      params: { path: { uuid: '2f1c4b7e-8a35-4d0c-9b61-5e7f0a3d2c18' } },
    }),
}
