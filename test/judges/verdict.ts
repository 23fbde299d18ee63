/** What a judge makes of a request; `failed` where it says that it could not tell. */
export interface Verdict {
  readonly is: 'accepted' | 'refused' | 'failed' | 'unanswered'
  readonly status?: number
}

export function verdictOf(response: Pick<Response, 'status'> | undefined): Verdict {
  if (response === undefined) return { is: 'unanswered' }
  const { status } = response
  return { is: status < 300 ? 'accepted' : status >= 500 ? 'failed' : 'refused', status }
}
