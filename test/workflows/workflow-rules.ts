import type { Job, Permissions, Step, Workflow } from './workflow.ts'

// What makes a workflow safe, where its language allows the contrary.

type Rule = (workflow: Workflow) => string[]

const jobsOf = ({ jobs }: Workflow) => Object.entries(jobs)
const stepsOf = (workflow: Workflow) => jobsOf(workflow).flatMap(([, { steps = [] }]) => steps)
const usesOf = (workflow: Workflow) =>
  [...jobsOf(workflow).map(([, job]) => job), ...stepsOf(workflow)].flatMap(({ uses }) => uses ?? [])

export const workflowRules: Readonly<Record<string, Rule>> = {
  'actions are pinned by digest, with the version beside it': ({ text, ...workflow }) =>
    usesOf({ text, ...workflow }).filter((uses) => {
      if (uses.startsWith('./')) return false
      const [, line = ''] = new RegExp(`uses: ${uses.replaceAll('.', '\\.')}(.*)`).exec(text) ?? []
      return !/@[0-9a-f]{40}$/.test(uses) || !/^ # v\d+\.\d+\.\d+$/.test(line)
    }),

  'nothing is permitted to a whole workflow': ({ name, permissions }) =>
    isNothing(permissions) ? [] : [`${name}: permissions must be {}`],

  'each job says what it may do': (workflow) =>
    jobsOf(workflow).flatMap(([name, { permissions }]) =>
      typeof permissions === 'object' ? [] : [`${name} has no list of permissions`],
    ),

  'what may write runs nothing of the repository, or keeps its token to itself': (workflow) =>
    jobsOf(workflow).flatMap(([name, job]) => tokensAbroad(name, job)),

  'only one job may name itself to npm, and it has no code of ours': (workflow) =>
    jobsOf(workflow)
      .filter(([, { permissions }]) => scopesOf(permissions, 'write').includes('id-token'))
      .filter(
        ([, job]) => scopesOf(job.permissions, 'write').length > 1 || checksOut(job) || !job.environment,
      )
      .map(([name]) => name),

  'a job with secrets may write nothing': (workflow) =>
    jobsOf(workflow)
      .filter(([, job]) => JSON.stringify(job).includes('secrets.'))
      .filter(([, job]) => scopesOf(job.permissions, 'write').length > 0 || !job.environment)
      .map(([name]) => name),

  'a checkout leaves no token behind': (workflow) =>
    stepsOf(workflow)
      .filter(({ uses = '' }) => uses.startsWith('actions/checkout@'))
      .filter((step) => step.with?.['persist-credentials'] !== false)
      .map(({ uses }) => String(uses)),

  'a job ends': (workflow) =>
    jobsOf(workflow)
      .filter(([, job]) => job.uses === undefined && job['timeout-minutes'] === undefined)
      .map(([name]) => name),

  'nothing of others starts it with rights': ({ on }) =>
    on.filter((event) => ['pull_request_target', 'workflow_run', 'issue_comment', 'issues'].includes(event)),

  'values reach a shell by the environment': (workflow) =>
    stepsOf(workflow).flatMap(({ run = '' }) => run.match(/\$\{\{.*?\}\}/g) ?? []),

  'secrets reach one step only': (workflow) => [
    ...[workflow.env, ...jobsOf(workflow).map(([, { env }]) => env)].flatMap((env) =>
      Object.values(env ?? {}).filter((value) => /secrets\.|github\.token/.test(value)),
    ),
    ...(/secrets\s*:\s*inherit|toJSON\(secrets\)|secrets\[/i.exec(workflow.text) ?? []),
  ],

  'nothing prints a secret': (workflow) =>
    stepsOf(workflow).flatMap((step) => secretNames(step).filter((name) => prints(step, name))),
}

function isNothing(permissions: Permissions | undefined): boolean {
  return typeof permissions === 'object' && Object.keys(permissions).length === 0
}

function scopesOf(permissions: Permissions | undefined, right: string): string[] {
  if (typeof permissions !== 'object') return []
  return Object.entries(permissions).flatMap(([scope, given]) => (given === right ? [scope] : []))
}

function checksOut({ steps = [] }: Job): boolean {
  return steps.some(({ uses = '' }) => uses.startsWith('actions/checkout@'))
}

/** Steps with the token of a job that may write, which run a program of ours or of our dependencies. */
function tokensAbroad(job: string, { permissions, steps = [] }: Job): string[] {
  if (scopesOf(permissions, 'write').length === 0) return []
  return steps
    .filter((step) => secretNames(step).length > 0)
    .filter(({ run = '' }) => /\b(?:node|npx|npm|pnpm)\b|\.ci\/|scripts\//.test(run))
    .map(({ name = 'a step' }) => `${job}: ${name}`)
}

function secretNames({ env = {} }: Step): string[] {
  return Object.entries(env).flatMap(([name, value]) => (/secrets\.|github\.token/.test(value) ? [name] : []))
}

function prints({ run = '' }: Step, name: string): boolean {
  return run
    .split('\n')
    .some(
      (line) =>
        new RegExp(`\\$\\{?${name}\\b`).test(line) || /^\s*(?:env|printenv|export -p|set -x)\b/.test(line),
    )
}
