import type { JudgedRequest } from './judged-request.ts'

/** Whoever reads the documents and answers requests by them. */
export interface Judge {
  readonly name: string
  /** Undefined where it has no answer. */
  send(request: JudgedRequest): Promise<Response | undefined>
  close(): Promise<void>
}

/** Reads documents. */
export type OpenJudge = (documents: readonly object[]) => Promise<Judge>
