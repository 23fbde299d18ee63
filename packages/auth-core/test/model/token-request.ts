/** What a token call says, whatever its dialect. */
export interface TokenRequest {
  readonly secret: string | undefined
  readonly subject: string
  readonly password: string | undefined
  readonly refreshToken: string | undefined
  readonly grantType: string | undefined
  /** Header and body as they were sent, for a server that repeats what it should not. */
  readonly everything: string
}

export function readTokenRequest({ headers, body }: RequestInit): TokenRequest {
  const sent = new Headers(headers)
  const text = String(body ?? '')
  const fields: Record<string, string | undefined> = sent.get('content-type')?.includes('json')
    ? JSON.parse(text)
    : Object.fromEntries(new URLSearchParams(text))
  const authorization = sent.get('authorization') ?? ''
  const [, secret] = atob(authorization.replace(/^Basic /, '')).split(':')
  return {
    secret: fields['api_secret'] ?? secret,
    subject: sent.get('x-user') ?? '',
    password: fields['password'],
    refreshToken: fields['refresh_token'],
    grantType: fields['grant_type'],
    everything: `${authorization} ${text}`,
  }
}
