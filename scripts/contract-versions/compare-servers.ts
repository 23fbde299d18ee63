import { type Change, change } from './change.ts'
import { compareRest } from './compare-rest.ts'
import { child, childOf, childrenOf, compareKeyed, missed, type Place, rootOf, type Sides } from './sides.ts'

/** Where an operation is served: a server by its name, or by its URL where it has none. */
export function compareServers(operation: Sides, pathItem: Sides): Change[] {
  return compareKeyed(
    serversOf(operation.before, pathItem.before),
    serversOf(operation.after, pathItem.after),
    { kind: 'the server', ...missed },
    (server) => [
      ...compareUrls(child(server, 'url')),
      ...compareRest(server, ['url', 'variables', 'x-name']),
    ],
  )
}

function compareUrls({ before, after }: Sides): Change[] {
  if (before.value === after.value) return []
  return [change(after.pointer, `url: ${before.value} -> ${after.value}`, 'breaking')]
}

function serversOf(operation: Place, pathItem: Place): Map<string, Place> {
  const lists = [operation, pathItem, rootOf(operation.root)].map((owner) => childOf(owner, 'servers'))
  const servers = lists.find(({ value }) => value !== undefined)
  return new Map((servers ? childrenOf(servers) : []).map(([, server]) => [nameOf(server), server]))
}

function nameOf(server: Place): string {
  return String(childOf(server, 'x-name').value ?? childOf(server, 'url').value)
}
