// One row, in a process of its own: `node row.child.ts <row>`, its figures sent to the parent.
import type { Figure } from './figure.ts'

interface Row {
  run(): Promise<Record<string, Figure>>
}

const { run }: Row = await import(`./rows/${process.argv[2]}.ts`)
process.send?.(await run())
process.disconnect()
