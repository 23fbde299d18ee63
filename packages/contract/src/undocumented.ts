import { type Answer, documentedAnswer, jsonAnswer } from './answer.ts'
import type { Operation } from './operations.ts'
import type { Match } from './routes.ts'

/** Answers a request that no operation is documented for: 405 on a documented path, else 404. */
export function answerUndocumented(match: Exclude<Match, { found: 'operation' }>): Answer {
  return match.found === 'path' ? answerMethod(match.operations) : answerPath(match.operations)
}

function answerMethod(operations: readonly Operation[]): Answer {
  const allowed = [...new Set(operations.map(({ method }) => method))].join(', ')
  const message = `This path is documented for ${allowed} only.`
  const owner = operations.find(({ responses }) => responses.has('405'))
  const answer =
    (owner && documentedAnswer(owner, 405)) ?? jsonAnswer(405, { error: 'method_not_allowed', message })
  return { ...answer, headers: { allow: allowed, ...answer.headers } }
}

function answerPath(operations: readonly Operation[]): Answer {
  const documented = operations.map(({ method, path }) => `${method} ${path}`)
  const message = `No operation is documented at this path; documented here: ${documented.join(', ')}.`
  return jsonAnswer(404, { error: 'not_found', message })
}
