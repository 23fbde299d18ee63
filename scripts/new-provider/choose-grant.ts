import type { tokenOperationsOf } from '../generate/openapi-document.ts'

type TokenOperations = ReturnType<typeof tokenOperationsOf>

/** The first grant that needs the client alone, else the first that needs a user's name and password. */
export function chooseGrant(
  operations: TokenOperations,
  refuse: (pointer: readonly (string | number)[], message: string) => never,
) {
  const grants = operations.flatMap((found) =>
    Object.entries(found.operation['x-token-operation'].grants).map(([grant, places]) => ({
      found,
      grant,
      needs: ['username', 'subject', 'refreshToken'].filter((place) => place in places),
    })),
  )
  const chosen =
    grants.find(({ needs }) => needs.length === 0) ?? grants.find(({ needs }) => needs.join() === 'username')
  return (
    chosen ??
    refuse(
      [...(operations[0]?.pointer ?? []), 'x-token-operation', 'grants'],
      'every grant needs a subject: write the package by hand, packages/gini/src/client.ts shows how',
    )
  )
}
