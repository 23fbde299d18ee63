import { describe, expect, test } from 'vitest'
import { bumpBetween, bumpFor } from '../scripts/contract-versions/bump.ts'
import { compareDocuments } from '../scripts/contract-versions/compare-documents.ts'
import { parsePointer } from '../scripts/generate/openapi-document.ts'
import { type KindOfChange, kindsOfChange } from './contract-versions/kinds-of-change.ts'
import { createRepository } from './contract-versions/release-repository.ts'
import { releasedDocument } from './contract-versions/released-document.ts'

type Changed = Pick<KindOfChange, 'place' | 'value'>

/** The document with the change made. */
function changed({ place, value }: Changed, document: object = releasedDocument()): object {
  const keys = parsePointer(place.slice(1))
  const last = keys.pop() ?? ''
  const owner = keys.reduce<Record<string, unknown>>(
    (node, key) => node[key] as Record<string, unknown>,
    document as Record<string, unknown>,
  )
  if (value !== undefined) owner[last] = value
  else if (Array.isArray(owner)) owner.splice(Number(last), 1)
  else delete owner[last]
  return document
}

describe('a change between two versions of a document', () => {
  test.each(kindsOfChange)('$effect: $what', (kind) => {
    const changes = compareDocuments(releasedDocument(), changed(kind))
    expect(changes).toEqual([{ pointer: kind.found, what: expect.any(String), effect: kind.effect }])
  })

  test.each(kindsOfChange.filter(({ effect }) => effect === 'none'))(
    '$what means nothing the other way round',
    (kind) => {
      expect(compareDocuments(changed(kind), releasedDocument())).toMatchObject([{ effect: 'none' }])
    },
  )

  test('none: nothing at all', () => {
    expect(compareDocuments(releasedDocument(), releasedDocument())).toEqual([])
  })

  test('none: another order, and a schema in place of a reference to it', () => {
    const document = releasedDocument()
    document.security.reverse()
    document.paths['/parcels/{id}'].get.parameters.reverse()
    const { put } = document.paths['/parcels/{id}']
    Object.assign(put.requestBody.content['application/json'], {
      schema: document.components.schemas.ParcelChange,
    })
    expect(compareDocuments(releasedDocument(), document)).toEqual([])
  })

  test('a schema that is sent and received is judged in both directions', () => {
    const released = changed({
      place: '#/paths/~1parcels~1{id}/put/requestBody/content/application~1json/schema',
      value: { $ref: '#/components/schemas/Parcel' },
    })
    const place = '#/components/schemas/Parcel/properties/id/maxLength'
    expect(compareDocuments(released, changed({ place, value: 9 }, structuredClone(released)))).toEqual([
      { pointer: place, what: 'maxLength: nothing -> 9 (response)', effect: 'feature' },
      { pointer: place, what: 'maxLength: nothing -> 9 (request)', effect: 'breaking' },
    ])
  })

  test('another kind of credential breaks every operation that asks for it', () => {
    const place = '#/components/securitySchemes/accessToken/scheme'
    const changes = compareDocuments(releasedDocument(), changed({ place, value: 'basic' }))
    expect(changes).toContainEqual({
      pointer: place,
      what: expect.stringContaining('basic'),
      effect: 'breaking',
    })
    expect(changes).toContainEqual(expect.objectContaining({ pointer: '#/security/0', effect: 'breaking' }))
  })
})

test.each([
  ['breaking', '0.1.0', 'minor'],
  ['feature', '0.1.0', 'patch'],
  ['none', '0.1.0', 'none'],
  ['breaking', '1.4.2', 'major'],
  ['feature', '1.4.2', 'minor'],
  ['none', '1.4.2', 'none'],
] as const)('%s after %s asks for %s', (effect, version, bump) => {
  expect(bumpFor(effect, version)).toBe(bump)
})

test.each([
  ['0.1.0', '0.1.0', 'none'],
  ['0.1.9', '0.1.10', 'patch'],
  ['0.9.3', '0.10.0', 'minor'],
  ['0.9.3', '1.0.0', 'major'],
  ['1.2.0', '1.1.9', 'none'],
] as const)('from %s to %s is %s', (from, to, bump) => {
  expect(bumpBetween(from, to)).toBe(bump)
})

describe('specs:versions', () => {
  const breaking = () => changed({ place: '#/paths/~1token', value: undefined })
  const feature = () => changed({ place: '#/components/schemas/New', value: {} })

  test('passes before the first release, and says that there is none', () => {
    const { status, stdout } = createRepositoryWithCommit().check()
    expect([status, stdout]).toEqual([0, '@acme/parcels: no release yet, nothing to compare with.\n'])
  })

  test('passes as long as the contract is the same', () => {
    const repository = createRepository(releasedDocument())
    repository.release('0.1.0', releasedDocument())
    const { status, stdout } = repository.check()
    expect([status, stdout]).toEqual([0, '@acme/parcels: since 0.1.0 the contract is the same.\n'])
  })

  test('fails without a changeset, and says what breaks, where, and what to do', () => {
    const repository = createRepository(breaking())
    repository.release('0.1.0', releasedDocument())
    expect(repository.check()).toEqual({
      status: 1,
      stdout: `@acme/parcels: since 0.1.0 the contract asks for minor, but the changesets for none.
  breaking specs/parcels.yaml #/paths/~1token: the path /token was removed
`,
      stderr: 'Run `pnpm changeset` and choose minor, or more, for @acme/parcels.\n',
    })
  })

  test.each([
    ['0.1.0', 'patch', breaking, false],
    ['0.1.0', 'minor', breaking, true],
    ['0.1.0', 'patch', feature, true],
    ['1.0.0', 'minor', breaking, false],
    ['1.0.0', 'major', breaking, true],
    ['1.0.0', 'patch', feature, false],
    ['1.0.0', 'minor', feature, true],
  ] as const)('after %s, a changeset for %s and %o', (version, bump, document, passed) => {
    const repository = createRepository(document())
    repository.release(version, releasedDocument())
    repository.writeChangeset(bump)
    expect(repository.judge().passed).toBe(passed)
  })

  test('compares with the newest release that leads here, by number, and no prerelease', () => {
    const repository = createRepository(feature())
    repository.release('1.9.0', releasedDocument())
    repository.release('1.10.0', feature())
    repository.release('2.0.0-next.0', breaking())
    repository.git('checkout', '--quiet', '-b', 'elsewhere')
    repository.release('3.0.0', breaking())
    repository.git('checkout', '--quiet', '-')
    repository.writeVersion('1.10.0')
    expect(repository.judge()).toMatchObject({ version: '1.10.0', changes: [] })
  })

  test('once the version is bumped, it counts in place of the changesets that are gone', () => {
    const repository = createRepository(breaking())
    repository.release('0.1.0', releasedDocument())
    repository.writeVersion('0.2.0')
    expect(repository.judge()).toMatchObject({ needed: 'minor', found: 'minor', passed: true })
  })

  test('a document that is gone breaks, a new one is a feature', () => {
    const repository = createRepository(releasedDocument())
    repository.release('0.1.0', releasedDocument())
    repository.writeSpec(releasedDocument(), 'parcels.labels')
    repository.writeChangeset('patch')
    const added = { what: 'the document was added', file: 'specs/parcels.labels.yaml', effect: 'feature' }
    expect(repository.judge()).toMatchObject({ changes: [added], needed: 'patch', passed: true })
    repository.write('packages/parcels/src/generated/old.openapi.json', '{}')
    repository.release('0.1.1', releasedDocument())
    const removed = { what: 'the document was removed', file: 'old.openapi.json', effect: 'breaking' }
    expect(repository.judge()).toMatchObject({ changes: [removed, added], needed: 'minor', passed: false })
  })
})

function createRepositoryWithCommit() {
  const repository = createRepository(releasedDocument())
  repository.release('0.0.0-first', releasedDocument())
  return repository
}
