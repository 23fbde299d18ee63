import { describe, expect, it } from 'vitest'
import { lintWorkflow } from './workflows/lint-workflow.ts'
import { readWorkflow, workflows } from './workflows/workflow.ts'
import { workflowRules } from './workflows/workflow-rules.ts'

/** Breaks every rule, and much of the language. */
const bad = `
on:
  pull_request_target:
  push:
    branchs: [main]
  schedule:
    - cron: 0 99 * * 1
permissions: write-all
env:
  TOKEN: \${{ secrets.TOKEN }}
jobs:
  first:
    runs-on: ubuntu-24.04
    permissions: { contents: write, id-token: write }
    steps:
      - uses: actions/checkout@v7
      - run: node scripts/x.ts "$TOKEN" \${{ github.event.pull_request.title }} \${{ github.evnt }}
        env:
          TOKEN: \${{ secrets.TOKEN }}
  second:
    needs: nobody
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v7
        run: echo
      - run: echo \${{ nothing() }}
`

describe('workflows', () => {
  it('are there', () => {
    expect(workflows.map(({ name }) => name)).toEqual([
      'ci.yaml',
      'codeql.yaml',
      'contract.yaml',
      'release.yaml',
    ])
  })

  it.each(workflows)('$name is what GitHub understands', async ({ name, text }) => {
    expect(await lintWorkflow(name, text)).toEqual([])
  })

  describe.each(workflows)('$name', (workflow) => {
    it.each(Object.entries(workflowRules))('%s', (_, offences) => {
      expect(offences(workflow)).toEqual([])
    })
  })
})

describe('a bad workflow', () => {
  it('is refused by the linter', async () => {
    const found = (await lintWorkflow('bad.yaml', bad)).join('\n')
    for (const culprit of ['branchs', 'cron', 'nobody', 'evnt', 'nothing', 'run'])
      expect(found).toContain(culprit)
  })

  it.each(Object.entries(workflowRules))('breaks the rule: %s', (_, offences) => {
    expect(offences(readWorkflow('bad.yaml', bad))).not.toEqual([])
  })
})
