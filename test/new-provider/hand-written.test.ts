import { expect, test } from 'vitest'
import { judgeChanges } from './hand-written.ts'

const added = (lines: number) => ({ isNew: true, added: lines, removed: 0 })
const row = { isNew: false, added: 1, removed: 0 }
const good = {
  'README.md': row,
  'pnpm-lock.yaml': { isNew: false, added: 13, removed: 1 },
  'specs/acme.yaml': added(500),
  'packages/acme/src/generated/openapi.ts': added(500),
  'packages/acme/src/client.ts': added(90),
  'packages/acme/README.md': added(178),
}

test.each([
  ['nothing', good, []],
  ['an edit', { ...good, 'test/demo.test.ts': row }, ['test/demo.test.ts was there before and is edited.']],
  [
    'two rows',
    { ...good, 'README.md': { ...row, added: 2 } },
    ['README.md has not got exactly one more row.'],
  ],
  ['a long file', { ...good, 'packages/acme/README.md': added(180) }, ['271 lines are written by hand.']],
  [
    'a long source',
    { ...good, 'packages/acme/src/client.ts': added(91), 'packages/acme/README.md': added(1) },
    ['91 lines of source are written by hand.'],
  ],
])('the proof holds %s against what was added', (_, changes, problems) => {
  expect(judgeChanges(new Map(Object.entries(changes))).problems).toEqual(problems)
})
