import { createGbgClient } from '../../../packages/gbg/src/index.ts'
import { user } from '../../seeds/start-sandbox.ts'
import { authenticationOf, type Means, type ProviderCalls } from '../provider-calls.ts'

function gbg({ fetch, headers = {}, ...means }: Means) {
  return createGbgClient({ ...authenticationOf({ fetch, ...means }), fetch, headers, region: 'eu' })
}

export const calls: ProviderCalls = {
  async 'gbg#createToken'({ fetch, clientId, clientSecret }) {
    const client = { clientId, clientSecret, fetch, region: 'eu' } as const
    await createGbgClient(client).tokens.getToken()
    await createGbgClient({ ...client, user }).tokens.getToken()
    await createGbgClient({ ...client, user, scope: 'openid' }).tokens.getToken()
  },
  'gbg#startJourney': (means) =>
    gbg(means).POST('/journey/start', {
      body: {
        resourceId: '7c9e6679a1b2c3d4e5f60718@latest',
        context: { config: { delivery: 'api' }, subject: {} },
      },
    }),
  'gbg#fetchJourneyState': (means) =>
    gbg(means).POST('/journey/state/fetch', {
      body: { instanceId: 'PiIuACmx8Q8R7qPnAkLAqBAT', filterKeys: ['/.*/'] },
    }),
}
