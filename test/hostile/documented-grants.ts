import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  createTokenSource,
  type Grant,
  operationGrant,
  refreshToken,
  type TokenOperation,
} from '@latchkey/auth-core'
import type { TrialOperation, TrialOptions } from '../../packages/auth-core/test/hostile-answers.trial.ts'

interface Documented {
  readonly tokenOperations: Readonly<Record<string, TokenOperation>>
}

const root = new URL('../../', import.meta.url)
const subject = 'made-up-user'
const client = { clientId: 'made-up-client', clientSecret: 'made-up-secret' }
const user = { username: 'made-up-user', password: 'made-up-password' }

/** Every grant in the generated constants, named by package, document, operation and grant, and put on trial by itself. */
export async function documentedGrants(): Promise<TrialOperation[]> {
  const files = globSync('packages/*/src/generated/token-operations.ts', { cwd: fileURLToPath(root) })
  const found = files.map(async (file) => {
    const documents: Record<string, Documented> = await import(new URL(file, root).href)
    return Object.entries(documents).flatMap(([document, { tokenOperations }]) =>
      Object.entries(tokenOperations).flatMap(([id, operation]) =>
        Object.keys(operation.grants).map((grant) =>
          trialOf(`${file.split('/')[1]} ${document}.${id} ${grant}`, operation, grant),
        ),
      ),
    )
  })
  return (await Promise.all(found)).flat()
}

function trialOf(name: string, operation: TokenOperation, grant: string): TrialOperation {
  const afterLogin = operation.grants[grant]?.refreshToken !== undefined
  return {
    name,
    token: 'inBody',
    ...(afterLogin && { afterLogin }),
    connect(options) {
      const { clock, store, attemptTimeoutMs, tokenBudgetMs, ...request } = options
      const terms = { clock, store, attemptTimeoutMs, tokenBudgetMs }
      const source = createTokenSource({ ...terms, grant: grantOf(operation, grant, request) })
      const isForSubject = operation.grants[grant]?.subject !== undefined
      return { getToken: (asked) => source.getToken({ ...asked, ...(isForSubject && { subject }) }) }
    },
  }
}

function grantOf(
  { errors, ...operation }: TokenOperation,
  name: string,
  options: Pick<TrialOptions, 'tokenUrl' | 'fetch'>,
): Grant {
  const places = operation.grants[name] ?? {}
  // The hostile answers are those of RFC 6749: the token is looked for where that has it.
  const standard: TokenOperation = {
    ...operation,
    token: {
      accessToken: '$response.body#/access_token',
      tokenType: '$response.body#/token_type',
      expiresIn: '$response.body#/expires_in',
      refreshToken: '$response.body#/refresh_token',
    },
  }
  if (places.refreshToken === undefined) {
    // A grant takes no value that its operation has no place for.
    const needed = Object.entries(user).filter(([value]) => value in places)
    return operationGrant(standard, name, {
      ...options,
      ...client,
      ...(Object.fromEntries(needed) as typeof user),
    })
  }
  const login = Object.keys(operation.grants).find((other) => other !== name) ?? name
  return refreshToken({ initial: grantOf(standard, login, options) })
}
