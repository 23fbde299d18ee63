import type { DocumentedFact } from '../documented-fact.ts'
import { anything } from '../shape.ts'

const json = 'application/json'
// No page names a host.
const api = 'https://api.genuin.example'
const error = { code: '1099', message: 'A text.', data: {} }

export const facts: readonly DocumentedFact[] = [
  {
    operation: 'genuin#authenticate',
    source:
      'https://begenuin.com/developers/developer-resources/api/generate-access-token-using-authentication-api (seed 004)',
    request: {
      method: 'POST',
      url: `${api}/api/thirdparty/auth`,
      mediaType: json,
      body: { api_key: 'made-up-key', api_secret: 'made-up-secret' },
    },
    answers: [
      { status: 200, headers: { 'gn-access-token': 'made-up' } },
      ...[400, 404, 412].map((status) => ({ status, mediaType: json, body: error })),
    ],
  },
  {
    operation: 'genuin#createCommunity',
    source:
      'https://app.begenuin.com/developers/developer-resources/api/create-a-community-programmatically-using-community-api; the answer: https://resources.begenuin.com/developers/create_community',
    request: {
      method: 'POST',
      url: `${api}/api/thirdparty/community/create`,
      credentials: 'Bearer',
      mediaType: json,
      body: {
        handle: 'made-up',
        name: 'Made Up',
        type: anything,
        actions: anything,
        'description?': 'A text.',
        'tags?': 'made,up',
        'dp?': '1.png',
        'banner?': '1.png',
        'categories?': { 'existing?': [1], 'new?': ['abc'] },
        'is_ai_generated?': false,
        'is_ai_generated_dp?': true,
        'is_ai_generated_banner?': true,
        'users?': [{ user_id: 'made-up' }],
      },
    },
    answers: [
      {
        status: 200,
        mediaType: json,
        body: {
          code: 200,
          message: 'A text.',
          data: { community_id: 'made-up', 'share_url?': 'https://community.example/made-up' },
        },
      },
      { status: 400, mediaType: json, body: error },
    ],
  },
]
