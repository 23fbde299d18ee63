import type { Provider } from './provider.ts'
import { handWrittenPaths } from './provider-paths.ts'

/** What only a human can do, and which check asks for it. */
export function whatIsLeft({ name, operations, token }: Provider): string {
  const { facts, readme, changeset } = handWrittenPaths(name)
  return `packages/${name} is there, with its tests, a row in README.md and ${changeset}. What is left for you:

1. ${facts}: read the provider's pages once more, not the spec, and write down what they say of
   ${operations.join(', ')}. \`test/facts.test.ts\` fails until then.
2. packages/${name}/src/client.ts gets its tokens by ${token.grant}; further grants and options are yours to add.
3. ${readme}: what a user of this provider has to know besides.
4. \`pnpm api\`, \`pnpm check\` and \`pnpm test\`.`
}
