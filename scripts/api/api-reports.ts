import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from '@microsoft/api-extractor'
import type { TypedEntry } from './typed-entries.ts'

const silent = { default: { logLevel: ExtractorLogLevel.None } }
const compilerOptions = {
  target: 'es2022',
  lib: ['es2023'],
  types: ['node'],
  module: 'nodenext',
  strict: true,
  skipLibCheck: true,
  // A package of the workspace leads to its neighbours' sources.
  allowImportingTsExtensions: true,
  noEmit: true,
}

/** The report of each entry, by the file that it belongs in. */
export function apiReports(entries: readonly TypedEntry[]): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-api-'))
  try {
    const configs = entries.map((entry) => configOf(entry, folder))
    const [first] = configs
    if (first === undefined) return new Map()
    const additionalEntryPoints = entries.map(({ declarations }) => declarations)
    const compilerState = CompilerState.create(first, { additionalEntryPoints })
    return new Map(
      entries.map(({ report }, index) => {
        const config = configs[index] as ExtractorConfig
        Extractor.invoke(config, { compilerState, localBuild: true, messageCallback })
        return [report, withoutGenerated(readFileSync(config.reportTempFilePath, 'utf8'))]
      }),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function configOf({ folder, declarations, report }: TypedEntry, reportFolder: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: declarations,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions, files: [declarations] } },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: report.replaceAll('/', '-').replace('.api.md', ''),
        reportFolder,
        reportTempFolder: join(reportFolder, 'temp'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { extractorMessageReporting: silent, tsdocMessageReporting: silent },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
  })
}

function messageCallback(message: ExtractorMessage): void {
  message.handled = true
  if (message.logLevel === ExtractorLogLevel.Error) throw new Error(`${message.messageId}: ${message.text}`)
}

/** What is generated from a document changes with it, and the document says more of that. */
function withoutGenerated(report: string): string {
  return report.replaceAll(
    /^(export )?interface ((?:paths|components|operations)(?:[$_]\d+)?) \{$.*?^\}$/gms,
    '$1interface $2 { /* from the OpenAPI document */ }',
  )
}
