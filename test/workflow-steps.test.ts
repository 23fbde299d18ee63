import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openWorkshop, type Workshop } from './workflows/run-step.ts'

// The shell of the workflows, run for real; npm, gh and git are stubs.

const OPEN = 'Open or update an issue for each provider'
const PUBLISH = 'Publish, dependencies first'
const TAG = 'Tag and release each package'
const VERSION = 'Open or update the pull request'
const LOOK = 'Look for changesets'

const plan = `@latchkey/auth-core@0.1.1 packages/latchkey-auth-core-0.1.1
@latchkey/gbg@0.1.1 packages/latchkey-gbg-0.1.1
`

function planned(): Workshop {
  const workshop = openWorkshop()
  workshop.write('release/plan.txt', plan)
  return workshop
}

describe('contract.yaml', () => {
  const drifted = () => {
    const workshop = openWorkshop()
    for (const name of ['gbg', 'gogox'])
      workshop.write(`reports/contract/drift/${name}.md`, `the table of ${name}`)
    return workshop
  }

  it('opens an issue for each provider that differs, with its report', () => {
    const workshop = drifted()
    workshop.stub('gh', '')
    expect(workshop.run('contract.yaml', OPEN, { RUN: 'https://run.example' })).toEqual({
      status: 0,
      output: '',
    })
    expect(workshop.calls().filter((call) => call.includes('issue create'))).toEqual([
      'gh issue create --title Contract drift: gbg --body-file reports/contract/drift/gbg.md',
      'gh issue create --title Contract drift: gogox --body-file reports/contract/drift/gogox.md',
    ])
    expect(readFileSync(join(workshop.folder, 'reports/contract/drift/gbg.md'), 'utf8')).toBe(
      'the table of gbg\nFound by https://run.example\n',
    )
  })

  it('comments where the issue is open already', () => {
    const workshop = drifted()
    workshop.stub('gh', `if [[ "$*" == *'issue list'*gogox* ]]; then echo 7; fi`)
    workshop.run('contract.yaml', OPEN, { RUN: '' })
    expect(workshop.calls().filter((call) => !call.includes('issue list'))).toEqual([
      'gh issue create --title Contract drift: gbg --body-file reports/contract/drift/gbg.md',
      'gh issue comment 7 --body-file reports/contract/drift/gogox.md',
    ])
  })

  it('opens nothing where nothing differs', () => {
    const workshop = openWorkshop()
    workshop.stub('gh', '')
    expect(workshop.run('contract.yaml', OPEN, { RUN: '' }).status).toBe(0)
    expect(workshop.calls()).toEqual([])
  })

  it('fails when GitHub does not answer', () => {
    const workshop = drifted()
    workshop.stub('gh', 'exit 1')
    expect(workshop.run('contract.yaml', OPEN, { RUN: '' }).status).not.toBe(0)
  })
})

describe('release.yaml', () => {
  it.each([
    ['with a changeset', ['.changeset/blue.md'], 'pending=true\n'],
    ['without', ['.changeset/config.json'], 'pending=false\n'],
  ])('looks for changesets: %s', (_, files, expected) => {
    const workshop = openWorkshop()
    for (const file of files) workshop.write(file, '')
    const GITHUB_OUTPUT = join(workshop.folder, 'output')
    expect(workshop.run('release.yaml', LOOK, { GITHUB_OUTPUT }).status).toBe(0)
    expect(readFileSync(GITHUB_OUTPUT, 'utf8')).toBe(expected)
  })

  it.each([
    ['opens the pull request', 'echo 0', 1],
    ['leaves an open one', 'echo 1', 0],
  ])('%s and starts CI for it', (_, listing, created) => {
    const workshop = openWorkshop()
    workshop.stub('git', '')
    workshop.stub('gh', `if [[ "$*" == 'pr list'* ]]; then ${listing}; fi`)
    expect(workshop.run('release.yaml', VERSION, { BRANCH: 'version' })).toEqual({ status: 0, output: '' })
    const calls = workshop.calls()
    // A first changelog is a new file.
    expect(calls).toContain('git add --all')
    expect(calls).toContain('git push -q --force origin version')
    expect(calls.filter((call) => call.startsWith('gh pr create'))).toHaveLength(created)
    expect(calls.at(-1)).toBe('gh workflow run ci.yaml --ref version')
  })

  it('publishes each tarball with provenance, in the order of the plan', () => {
    const workshop = planned()
    workshop.stub('npm', `if [ "$1" = view ]; then exit 1; fi; cat > /dev/null`)
    expect(workshop.run('release.yaml', PUBLISH).status).toBe(0)
    expect(workshop.calls().filter((call) => call.includes('publish'))).toEqual([
      'npm publish ./release/packages/latchkey-auth-core-0.1.1.tgz --provenance --access public',
      'npm publish ./release/packages/latchkey-gbg-0.1.1.tgz --provenance --access public',
    ])
  })

  it('leaves what npm has already, and only that', () => {
    const workshop = planned()
    // npm says nothing, and exits with 0, of a version that it does not have of a package that it has.
    workshop.stub('npm', `if [[ "$*" == view*auth-core* ]]; then echo 0.1.1; fi`)
    expect(workshop.run('release.yaml', PUBLISH).status).toBe(0)
    expect(workshop.calls().filter((call) => call.includes('publish'))).toHaveLength(1)
  })

  it('stops at the first package that npm refuses', () => {
    const workshop = planned()
    workshop.stub('npm', 'exit 1')
    expect(workshop.run('release.yaml', PUBLISH).status).not.toBe(0)
    expect(workshop.calls().filter((call) => call.includes('publish'))).toHaveLength(1)
  })

  it('makes a release for each package, with its bill of materials, and leaves those that are there', () => {
    const workshop = planned()
    workshop.stub('gh', `[[ "$*" == *auth-core* || "$2" == create ]]`)
    expect(workshop.run('release.yaml', TAG, { GITHUB_SHA: 'abc' }).status).toBe(0)
    const base = 'release/packages/latchkey-gbg-0.1.1'
    expect(workshop.calls().filter((call) => call.includes('create'))).toEqual([
      `gh release create @latchkey/gbg@0.1.1 ${base}.tgz ${base}.cdx.json --target abc --title @latchkey/gbg@0.1.1 --notes-file ${base}.md`,
    ])
  })
})
