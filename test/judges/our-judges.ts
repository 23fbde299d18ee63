import { handlersStage, type Stage, sandboxStage } from '../contract-coverage/stages.ts'
import type { Judge, OpenJudge } from './judge.ts'
import { initOf } from './judged-request.ts'

// Else the first refresh would spend what the others are sent with.
const options = { rotateRefreshTokens: false }

export const openSandbox: OpenJudge = async (documents) => judgeOf(await sandboxStage(documents, options))

export const openHandlers: OpenJudge = async (documents) => judgeOf(await handlersStage(documents, options))

function judgeOf(stage: Stage): Judge {
  return {
    name: stage.name,
    send: (request) => stage.send(new Request(`${request.server}${request.target}`, initOf(request))),
    close: stage.close,
  }
}
