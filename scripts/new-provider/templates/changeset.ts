import type { Provider } from '../provider.ts'

export function changeset({ name, title }: Provider): string {
  return `---
'@latchkey/${name}': minor
---

First release: a typed, authenticated client for the ${title} API.
`
}
