import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { documentName, generatedFolder } from '../generate/generated-names.ts'
import type { Spec } from '../generate/read-specs.ts'
import { type Bump, bumpBetween, bumpFor, bumps, larger } from './bump.ts'
import { type Change, worst } from './change.ts'
import { compareDocuments } from './compare-documents.ts'
import { lastRelease } from './last-release.ts'

/** What became of the documents of one package since its last release. */
export interface Verdict {
  readonly packageName: string
  /** The last release; undefined where there is none to compare with. */
  readonly version: string | undefined
  readonly changes: readonly SpecChange[]
  /** The smallest bump that the changes allow. */
  readonly needed: Bump
  /** What the changesets ask for, or what `package.json` has got since the release. */
  readonly found: Bump
  readonly passed: boolean
}

interface SpecChange extends Change {
  /** `specs/gbg.yaml` */
  readonly file: string
}

/** Judges the specs of one package, which has at least one. */
export function judgePackage(
  root: string,
  folder: string,
  specs: readonly Spec[],
  asked: ReadonlyMap<string, Bump>,
): Verdict {
  const manifest = readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')
  const { name, version }: { name: string; version: string } = JSON.parse(manifest)
  const release = lastRelease(root, name, generatedFolder(folder))
  const ofChangesets = asked.get(name) ?? 'none'
  if (release === undefined)
    return {
      packageName: name,
      version: undefined,
      changes: [],
      needed: 'none',
      found: ofChangesets,
      passed: true,
    }
  const changes = changesSince(release.documents, specs)
  const needed = bumpFor(worst(changes), release.version)
  // Once `changeset version` has run, the version says what the changesets asked for.
  const found = larger(ofChangesets, bumpBetween(release.version, version))
  const passed = bumps.indexOf(found) >= bumps.indexOf(needed)
  return { packageName: name, version: release.version, changes, needed, found, passed }
}

function changesSince(released: ReadonlyMap<string, unknown>, specs: readonly Spec[]): SpecChange[] {
  const present = new Map(specs.map((spec) => [`${documentName(spec)}.json`, spec]))
  const removed = [...released.keys()].filter((file) => !present.has(file))
  return [
    ...removed.map((file) => whole(file, 'the document was removed', 'breaking')),
    ...[...present].flatMap(([name, { file, document }]) =>
      released.has(name)
        ? compareDocuments(released.get(name), document).map((change) => ({ ...change, file }))
        : [whole(file, 'the document was added', 'feature')],
    ),
  ]
}

function whole(file: string, what: string, effect: Change['effect']): SpecChange {
  return { file, pointer: '#', what, effect }
}
