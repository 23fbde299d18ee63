import {
  type AccessToken,
  type Clock,
  createTokenSource,
  type Grant,
  type TokenStore,
} from '@latchkey/auth-core'

export interface ProcessTerms {
  readonly clock: Clock
  readonly grant: Grant
  readonly store: TokenStore
  /** Whether the API refuses this token. */
  isRevoked(token: string): boolean
  /** The store did not answer in time. */
  onUnanswered(): void
  /** A request got no token, or twice one that the API refused. */
  onFailed(): void
  /** Told of each refresh that begins, and when it has come to the store: its key is digested on another thread. */
  onDigest(isUnderWay: boolean): void
}

export interface SimulatedProcess {
  /** Gets a token for one request to the API, and another one where that is refused. */
  request(): Promise<void>
  /** Goes on with requests at random intervals with this mean. */
  work(meanMs: number): void
}

/** A process of the fleet: a real token source, and the requests of its callers. */
export function startProcess(terms: ProcessTerms): SimulatedProcess {
  const { clock, grant, store, isRevoked } = terms
  let isDigesting = false
  function digest(isUnderWay: boolean): void {
    if (isUnderWay !== isDigesting) terms.onDigest(isUnderWay)
    isDigesting = isUnderWay
  }
  const source = createTokenSource({
    grant,
    clock,
    store: {
      ...store,
      get(key, options) {
        digest(false)
        return store.get(key, options)
      },
    },
    onEvent({ type }) {
      if (type === 'refresh_start') digest(true)
      if (type === 'store_failure') terms.onUnanswered()
    },
  })
  const getToken = (): AccessToken | Promise<AccessToken> => source.peek() ?? source.getToken()

  async function request(): Promise<void> {
    try {
      const first = await getToken()
      if (!isRevoked(first.accessToken)) return
      source.invalidate(first.accessToken)
      const second = await getToken()
      if (isRevoked(second.accessToken)) terms.onFailed()
    } catch {
      terms.onFailed()
    }
  }

  function work(meanMs: number): void {
    const pauseMs = -meanMs * Math.log(1 - Math.random())
    clock.setTimer(() => {
      const token = source.peek()
      if (token === undefined || isRevoked(token.accessToken)) void request()
      work(meanMs)
    }, pauseMs)
  }

  return { request, work }
}
