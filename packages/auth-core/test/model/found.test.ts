import { expect, test } from 'vitest'
import { live, type Setting } from './life-cycle.ts'
import { type Step, steps } from './steps.ts'

// What the random lives have found: each bug with the shortest life that shows it.

const clientCredentials: Setting = { configuration: 0, store: false }
const withInitial: Setting = { configuration: 1, store: false }
const signedIn: Setting = { configuration: 2, store: false }
const withStore: Setting = { configuration: 0, store: true }

const found: readonly [string, Setting, readonly Step[], jitter?: number][] = [
  [
    'B02 a token that is refused while its lease is given back is not handed out again',
    { ...withStore, lifetime: 0 },
    [steps.fault('unreached', 1), steps.store('slow'), steps.api('stubborn'), steps.poll(0, 1_000, 6)],
    0.62,
  ],
  [
    'B26 a token that arrived before the last one was refused may have been revoked with it',
    { ...withStore, lifetime: 1 },
    [
      steps.poll(0, 10, 6),
      steps.store('slow'),
      steps.passOfLifetime(0.8),
      steps.peek(0),
      steps.pass(900),
      steps.revoke(0),
      steps.request(0, 'none', 1),
      steps.request(0, 'none', 1),
    ],
  ],
  [
    'B07 callers who come together after the credentials changed are all served',
    clientCredentials,
    [
      steps.serverWantsNewSecret(),
      steps.getToken(0, false, 1),
      steps.clientGetsSecret(),
      steps.pass(2_000),
      steps.getToken(0, false, 2),
    ],
  ],
  [
    'B07 the first refusal of new credentials opens the first cool-down, not a doubled one',
    signedIn,
    [
      steps.revokeFamilies(0),
      steps.getToken(0, false, 1),
      steps.pass(60_000),
      steps.serverWantsNewSecret(),
      steps.signIn(),
      steps.getToken(0, false, 1),
      steps.pass(30_000),
      steps.getToken(0, false, 1),
    ],
  ],
  [
    'B07 a refused password is left alone although the store, back again, has a token',
    { ...withInitial, store: true, lifetime: 1 },
    [
      steps.request(1, 'none', 1),
      steps.outage('invalid_grant'),
      steps.latency(8_000, 0),
      steps.restart(),
      steps.store('rejects'),
      steps.revoke(1),
      steps.request(1, 'none', 1),
      steps.pass(1),
    ],
  ],
  [
    'B07 a token from the store does not end the cool-down of refused credentials',
    { ...withStore, lifetime: 1 },
    [
      steps.request(1, 'none', 1),
      steps.store('silent'),
      steps.restart(),
      steps.serverWantsNewSecret(),
      steps.getToken(1, false, 1),
      steps.store('up'),
      steps.poll(0, 4_000, 6),
      steps.api('stubborn'),
      steps.poll(1, 10, 6),
    ],
  ],
  [
    'B08 who forces a refresh beside one behind the callers prolongs that one, and begins none of its own',
    { ...clientCredentials, lifetime: 2 },
    [
      steps.request(0, 'none', 1),
      steps.passOfLifetime(0.8),
      steps.fault('deaf', 3),
      steps.getToken(0, false, 1),
      steps.getToken(0, true, 1),
      steps.passDays(1),
    ],
  ],
  [
    'B08 one budget for the refresh token and the initial grant after it',
    withInitial,
    [
      steps.getToken(0, false, 1),
      steps.latency(8_000, 0),
      steps.fault('500', 2),
      steps.fault('invalid_grant', 1),
      steps.getToken(0, true, 1),
      steps.pass(31_000),
    ],
  ],
  [
    'B08 no attempt begins after the budget, however slow the store is about the lease',
    withStore,
    [steps.store('slow'), steps.outage('unreached'), steps.getToken(0, false, 1), steps.pass(60_000)],
    0.24,
  ],
  [
    'B09 a refresh token that is sent behind the callers, and for one who forces it, goes out twice at most',
    { ...withInitial, lifetime: 0 },
    [
      steps.latency(50, 0),
      steps.getToken(0, false, 1),
      steps.passOfLifetime(0.7),
      steps.fault('unreached', 3),
      steps.peek(0),
      steps.getToken(0, true, 1),
      steps.passOfLifetime(0.3),
    ],
  ],
  [
    'B09 a refused refresh token is not sent again where the initial grant fails after it',
    withInitial,
    [
      steps.getToken(0, false, 1),
      steps.fault('invalid_grant', 1),
      steps.fault('html', 1),
      steps.getToken(0, true, 1),
      steps.getToken(0, true, 1),
    ],
  ],
  [
    'B09 a refused refresh token does not come back from the store with the token that was rejected',
    { ...signedIn, store: true },
    [
      steps.latency(400, 0),
      steps.getToken(0, false, 1),
      steps.revokeFamilies(0),
      steps.pass(2_000),
      steps.getToken(0, true, 1),
      steps.api('stubborn'),
      steps.request(0, 'none', 1),
      steps.passOfLifetime(0.3),
      steps.getToken(0, false, 1),
    ],
  ],
  [
    'B10 a forced refresh goes on although a prewarm beside it is content with what the store has',
    { ...withStore, lifetime: 0 },
    [
      steps.getToken(0, false, 1),
      steps.fault('unreached', 1),
      steps.restart(),
      steps.restart(),
      steps.getToken(0, true, 1),
      steps.prewarm(0),
      steps.poll(0, 10, 6),
    ],
  ],
  [
    'B10 a forced refresh that fails does not cost the token that the store has',
    withStore,
    [
      steps.getToken(0, false, 1),
      steps.restart(),
      steps.fault('html', 1),
      steps.getToken(0, true, 1),
      steps.getToken(0, false, 1),
    ],
  ],
  [
    'B10 a token whose write is refused is not given up for an older one',
    { ...withStore, lifetime: 0 },
    [
      steps.request(0, 'none', 1),
      steps.passDays(1),
      steps.request(0, 'none', 1),
      steps.fault('unreached', 1),
      steps.restart(),
      steps.store('garbage'),
      steps.revoke(0),
      steps.request(0, 'none', 1),
    ],
  ],
  [
    'B10 a token got while the store was away is not given up for an older one in the store',
    withStore,
    [
      steps.getToken(0, false, 1),
      steps.store('rejects'),
      steps.restart(),
      steps.fault('503 for 5 s', 1),
      steps.getToken(0, false, 1),
      steps.store('up'),
      steps.pass(6_000),
      steps.passOfLifetime(0.5),
      steps.revoke(0),
      steps.request(0, 'none', 1),
    ],
  ],
  [
    'B13 a token that reaches the store late is not younger for it',
    { ...withStore, lifetime: 1 },
    [
      steps.store('rejects'),
      steps.getToken(0, false, 1),
      steps.pass(30_000),
      steps.store('up'),
      steps.pass(5_000),
      steps.restart(),
      steps.pass(27_000),
      steps.request(0, 'none', 1),
    ],
  ],
]

test.each(found)('%s', async (_, setting, happened, jitter = 0.5) => {
  await expect(live(setting, happened, () => jitter)).resolves.toBeUndefined()
})
