import { parseArgs } from 'node:util'
import { grouped, renderScenes } from './simulate-fleet/render-scenes.ts'
import { simulateFleet } from './simulate-fleet/simulated-fleet.ts'

// What fleets of 1,000 and 10,000 processes ask of Redis in an hour, and one of your own:
// `node scripts/simulate-fleet.ts --processes 500 --lifetime 600 --token-call 10000 --redis 20000`.

const HOUR_MS = 3_600_000
const ROUND_TRIP_MS = 1

const { values } = parseArgs({
  options: {
    processes: { type: 'string', multiple: true, default: ['1000', '10000'] },
    /** Of the tokens, in seconds. */
    lifetime: { type: 'string', multiple: true, default: ['300', '3600'] },
    /** How long it takes, in milliseconds. */
    'token-call': { type: 'string', default: '400' },
    /** How many operations it does in a second. */
    redis: { type: 'string', default: '50000' },
  },
})
const [tokenCallMs, perSecond] = [values['token-call'], values.redis].map(Number) as [number, number]
const fleets = values.processes.flatMap((processes) =>
  values.lifetime.map((seconds) => ({ processes: Number(processes), lifetimeMs: Number(seconds) * 1000 })),
)
const given = [tokenCallMs, perSecond, ...fleets.flatMap(Object.values)]
if (!given.every((number) => number > 0 && Number.isFinite(number))) {
  console.error('simulate: every option is a number greater than 0')
  process.exit(2)
}

console.log(
  `Redis: ${grouped(perSecond)} operations a second, ${ROUND_TRIP_MS} ms away. A token call: ${tokenCallMs} ms.`,
)
for (const { processes, lifetimeMs } of fleets) {
  const terms = {
    processes,
    lifetimeMs,
    tokenCallMs,
    roundTripMs: ROUND_TRIP_MS,
    serviceMs: 1000 / perSecond,
  }
  const scenes = await simulateFleet(terms, HOUR_MS)
  console.log(`\n${grouped(processes)} processes, tokens of ${lifetimeMs / 1000} s`)
  console.log(renderScenes(scenes))
}
