import { type Change, change } from './change.ts'
import { childOf, childrenOf, compareKeyed, missed, type Place, rootOf, type Sides } from './sides.ts'

/**
 * What opens an operation: one more way is a feature, a way that is gone breaks. A scheme counts by what it is and not
 * by its name only, so that another kind of credential is found wherever it is asked for.
 */
export function compareSecurity({ before, after }: Sides): Change[] {
  const [old, now] = [alternativesOf(before), alternativesOf(after)]
  if (old.size === 0 && now.size > 0) return [change(after.pointer, 'asks for credentials now', 'breaking')]
  if (now.size === 0 && old.size > 0)
    return [change(after.pointer, 'asks for no credentials any more', 'feature')]
  return compareKeyed(old, now, { kind: 'the way in by', ...missed })
}

/** The requirements by what they ask for; none for an operation that is open. */
function alternativesOf(operation: Place): Map<string, Place> {
  const own = childOf(operation, 'security')
  const root = rootOf(operation.root)
  const security = own.value === undefined ? childOf(root, 'security') : own
  return new Map(childrenOf(security).map(([, requirement]) => [nameOf(requirement, root), requirement]))
}

function nameOf(requirement: Place, root: Place): string {
  const schemes = childrenOf(requirement).map(([name, scopes]) => {
    const scheme = childOf(root, 'components', 'securitySchemes', name)
    const kind = ['type', 'scheme', 'in', 'name'].flatMap((key) => childOf(scheme, key).value ?? []).join(' ')
    const asked = Array.isArray(scopes.value) ? scopes.value.toSorted().join(' ') : ''
    return `${name} (${[kind, asked].filter(Boolean).join(', ')})`
  })
  return schemes.sort().join(' and ') || 'nothing'
}
