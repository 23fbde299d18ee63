/** What a refusal is to the token life cycle: a wrong scope, grant type or request is a wrong grant. */
const meanings: Record<string, string> = {
  client_rejected: 'client_rejected',
  grant_rejected: 'grant_rejected',
  scope_rejected: 'grant_rejected',
  grant_type_rejected: 'grant_rejected',
  request_rejected: 'grant_rejected',
  transient: 'transient',
}

/**
 * What a status means by itself: the meaning of its one refusal, or none where several leave it to the body.
 *
 * `request_rejected` gives way to another refusal with the same example: no body could tell the two apart, and a
 * client that is made from the document sends no request that breaks it.
 */
export function singleMeaning(refusals: Record<string, string | null>): string | undefined {
  const examples = Object.values(refusals)
  const [refusal, ...others] = Object.keys(refusals).filter((name) => {
    const example = refusals[name]
    const shared = example !== null && examples.indexOf(example ?? '') !== examples.lastIndexOf(example ?? '')
    return name !== 'request_rejected' || !shared
  })
  return refusal !== undefined && others.length === 0 ? meanings[refusal] : undefined
}
