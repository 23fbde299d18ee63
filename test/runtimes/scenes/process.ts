import { play } from './play.ts'

// What Node, Bun and Deno run: `app.js <origin of the stage>` prints a line for each scene, and ends by itself.

const [, , stage = ''] = process.argv
for await (const outcome of play(stage)) console.log(JSON.stringify(outcome))
