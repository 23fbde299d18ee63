import type { ScratchRepository } from './scratch-repository.ts'

/** What a provider may cost beside its spec: docs/adding-a-provider.md. */
const MAX_LINES = 270
const MAX_SOURCE_LINES = 90

/** What adding a provider changed, held against what it may change. */
export function judgeChanges(changes: ReturnType<ScratchRepository['changes']>): {
  readonly figures: string
  readonly problems: readonly string[]
} {
  const edited = [...changes].filter(([, { isNew }]) => !isNew)
  const foreign = edited.filter(([file]) => file !== 'README.md' && file !== 'pnpm-lock.yaml')
  const readme = changes.get('README.md')
  const byHand = [...changes].filter(
    ([file]) => !/^specs\/|\/generated\/|\/api\/|^pnpm-lock\.yaml$/.test(file),
  )
  const lines = sum(byHand)
  const source = sum(byHand.filter(([file]) => /^packages\/[\w-]+\/src\//.test(file)))
  const rows = byHand.map(([file, { added }]) => `${String(added).padStart(5)} ${file}`)
  const figures = `${lines} lines by hand beside the spec (at most ${MAX_LINES}), ${source} of source (at most ${MAX_SOURCE_LINES})`
  return {
    figures: [...rows, figures].join('\n'),
    problems: [
      ...foreign.map(([file]) => `${file} was there before and is edited.`),
      ...(readme?.added === 1 && readme.removed === 0 ? [] : ['README.md has not got exactly one more row.']),
      ...(lines > MAX_LINES ? [`${lines} lines are written by hand.`] : []),
      ...(source > MAX_SOURCE_LINES ? [`${source} lines of source are written by hand.`] : []),
    ],
  }
}

function sum(files: readonly (readonly [string, { readonly added: number }])[]): number {
  return files.reduce((total, [, { added }]) => total + added, 0)
}
