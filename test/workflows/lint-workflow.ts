import { registerHooks } from 'node:module'
import { TextDocument } from 'vscode-languageserver-textdocument'

// GitHub's packages import JSON without the attribute that Node asks for; they are made for bundlers.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
})
const { validate } = await import('@actions/languageservice/validate')

/** What the linter of GitHub's own editor extension says of a workflow, a line for each finding. */
export async function lintWorkflow(name: string, text: string): Promise<string[]> {
  const found = await validate(TextDocument.create(`file:///.github/workflows/${name}`, 'yaml', 1, text))
  return found.map(({ range, message }) => `${name}:${range.start.line + 1} ${message}`)
}
