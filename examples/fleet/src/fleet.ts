import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Starts the service in several processes that share a port. @returns its URL once all of them listen */
export async function startFleet(processes: number, environment: NodeJS.ProcessEnv): Promise<string> {
  cluster.setupPrimary({ exec: fileURLToPath(new URL('process.ts', import.meta.url)) })
  // Port 0 is a free one, and the same for all.
  const workers = Array.from({ length: processes }, () => cluster.fork({ ...environment, PORT: '0' }))
  const [port] = await Promise.all(workers.map(listening))
  return `http://127.0.0.1:${port}/`
}

function listening(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once('listening', ({ port }) => resolve(port))
    worker.once('exit', () => reject(new Error('A process of the service ended before it listened.')))
  })
}

export async function stopFleet(): Promise<void> {
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
  await Promise.all(workers.map(stop))
}

async function stop(worker: Worker): Promise<void> {
  if (worker.isDead()) return
  worker.process.kill()
  await once(worker, 'exit')
}
