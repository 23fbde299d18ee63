import type { CaseResult } from './case-result.ts'
import { textOf } from './finding.ts'

/** The results as JUnit's XML, a suite for each document. */
export function toJUnit(results: readonly CaseResult[]): string {
  const documents = [...new Set(results.map(({ documentId }) => documentId))]
  const suites = documents.map((id) =>
    suiteOf(
      id,
      results.filter(({ documentId }) => documentId === id),
    ),
  )
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', ''].join('\n')
}

function suiteOf(name: string, results: readonly CaseResult[]): string {
  const count = (outcome: CaseResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length
  const counts = {
    tests: results.length,
    failures: count('drift'),
    errors: count('inconclusive'),
    skipped: count('skipped'),
    time: secondsOf(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  }
  return [`  <testsuite${attributes({ name, ...counts })}>`, ...results.map(caseOf), '  </testsuite>'].join(
    '\n',
  )
}

function caseOf(result: CaseResult): string {
  const { documentId, operation, case: name, durationMs } = result
  const head = `<testcase${attributes({ classname: `${documentId}.${operation}`, name, time: secondsOf(durationMs) })}`
  const inner = [verdictOf(result), notesOf(result)].filter((element) => element !== '')
  return inner.length === 0 ? `    ${head}/>` : [`    ${head}>`, ...inner, '    </testcase>'].join('\n')
}

function verdictOf({ outcome, findings, reason = '' }: CaseResult): string {
  if (outcome === 'kept') return ''
  if (outcome === 'skipped') return `      <skipped${attributes({ message: reason })}/>`
  const element = outcome === 'drift' ? 'failure' : 'error'
  const [first] = findings
  const opening = `<${element}${attributes({ message: first ? textOf(first) : '', type: first?.kind ?? outcome })}>`
  return `      ${opening}${escapeXml(findings.map(textOf).join('\n'))}</${element}>`
}

function notesOf({ notes }: CaseResult): string {
  return notes.length === 0 ? '' : `      <system-out>${escapeXml(notes.map(textOf).join('\n'))}</system-out>`
}

function attributes(values: { readonly [name: string]: string | number }): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('')
}

function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(3)
}

const entities: { readonly [char: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function escapeXml(text: string): string {
  // What XML 1.0 has no place for, not even escaped (section 2.2).
  const allowed = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
  return allowed.replace(/[&<>"']/g, (char) => entities[char] ?? char)
}
