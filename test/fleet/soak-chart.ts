/** What one second of a soak was like. */
export interface SoakSecond {
  readonly tokenCalls: number
  readonly isRedisAway: boolean
  longestWaitMs: number
  kills: number
}

const WIDTH = 1_200
const HEIGHT = 120
const LEFT = 60

/** @returns an SVG: token calls and the longest wait of each second, over the outages and the kills */
export function drawSoak(seconds: readonly SoakSecond[]): string {
  const step = (WIDTH - LEFT) / seconds.length
  const at = (index: number) => (LEFT + index * step).toFixed(1)
  const away = seconds.map(({ isRedisAway }, index) =>
    isRedisAway
      ? `<rect x="${at(index)}" y="0" width="${step.toFixed(2)}" height="${2 * HEIGHT + 60}"/>`
      : '',
  )
  const kills = seconds.map(({ kills }, index) =>
    kills > 0 ? `<path d="M${at(index)} 0v${2 * HEIGHT + 60}"/>` : '',
  )
  const rows = [
    drawRow(
      'token calls a second',
      seconds.map(({ tokenCalls }) => tokenCalls),
      step,
      30,
    ),
    drawRow(
      'longest wait, ms',
      seconds.map(({ longestWaitMs }) => longestWaitMs),
      step,
      HEIGHT + 60,
    ),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${2 * HEIGHT + 90}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
<g fill="#fde2c8">${away.join('')}</g>
<g stroke="#c22" stroke-width="0.7">${kills.join('')}</g>
${rows.join('\n')}
<text x="${LEFT}" y="${2 * HEIGHT + 82}">${seconds.length} seconds; shaded: Redis stopped or killed; red: a process killed</text>
</svg>
`
}

function drawRow(title: string, values: readonly number[], step: number, top: number): string {
  const highest = Math.max(1, ...values)
  const bars = values.map((value, index) => {
    const height = (value / highest) * HEIGHT
    const [x, y] = [LEFT + index * step, top + HEIGHT - height]
    return value > 0
      ? `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${step.toFixed(2)}" height="${height.toFixed(1)}"/>`
      : ''
  })
  return `<text x="${LEFT}" y="${top - 6}">${title}</text>
<text x="${LEFT - 6}" y="${top + 10}" text-anchor="end">${Math.round(highest)}</text>
<text x="${LEFT - 6}" y="${top + HEIGHT}" text-anchor="end">0</text>
<g fill="#246">${bars.join('')}</g>`
}
