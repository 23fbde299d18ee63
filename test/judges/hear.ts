import { loadDocuments } from '../../packages/contract/src/documents.ts'
import { operationsOf } from '../../packages/contract/src/operations.ts'
import type { Heard } from './hearing.ts'
import type { OpenJudge } from './judge.ts'
import type { JudgedRequest } from './judged-request.ts'
import { logIn } from './log-in.ts'
import { requestsOf } from './requests-of.ts'
import { type Verdict, verdictOf } from './verdict.ts'

interface Judgement {
  readonly judge: string
  readonly requests: readonly JudgedRequest[]
  readonly verdicts: readonly Verdict[]
}

/** Sends the requests of the documents to every judge; the first one is ours. */
export async function hear(documents: readonly object[], open: readonly OpenJudge[]): Promise<Heard[]> {
  const judgements: Judgement[] = []
  for (const openJudge of open) judgements.push(await judgementOf(documents, openJudge))
  const [ours, ...others] = judgements
  return (ours?.requests ?? []).map((request, index) => ({
    request,
    ours: ours?.verdicts[index] as Verdict,
    others: new Map(others.map(({ judge, verdicts }) => [judge, verdicts[index] as Verdict])),
  }))
}

async function judgementOf(documents: readonly object[], open: OpenJudge): Promise<Judgement> {
  const operations = loadDocuments(documents).flatMap(operationsOf)
  const judge = await open(documents)
  try {
    // The same for each judge but for the tokens, which are its own.
    const requests = requestsOf(operations, await logIn(judge, operations))
    // At the same time, because some are waited for in vain.
    const answers = requests.map(async (request) => verdictOf(await judge.send(request)))
    return { judge: judge.name, requests, verdicts: await Promise.all(answers) }
  } finally {
    await judge.close()
  }
}
