import { observerScenes } from './observer-scenes.ts'
import { providerScenes } from './provider-scenes.ts'
import { requestScenes } from './request-scenes.ts'
import type { Scene } from './scene.ts'
import { tokenScenes } from './token-scenes.ts'

/** What became of a scene. */
export interface Outcome {
  readonly scene: string
  /** What went wrong; absent where all went well. */
  readonly problem?: string
}

/** The last outcome of all: without it the runtime has stopped on the way. */
export const TO_THE_END = 'played to the end'

const DEADLINE_MS = 20_000

/** Plays every scene, one after the other. */
export async function* play(stage: string): AsyncGenerator<Outcome> {
  const scenes = { ...tokenScenes, ...requestScenes, ...(await providerScenes(stage)), ...observerScenes }
  for (const [name, scene] of Object.entries(scenes)) {
    const problem = await problemOf(scene, stage)
    yield problem === undefined ? { scene: name } : { scene: name, problem }
  }
  yield { scene: TO_THE_END }
}

async function problemOf(scene: Scene, stage: string): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, DEADLINE_MS, `came to no end within ${DEADLINE_MS / 1000} s`)
  })
  const played = scene(stage).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  )
  try {
    return await Promise.race([played, deadline])
  } finally {
    clearTimeout(timer)
  }
}
