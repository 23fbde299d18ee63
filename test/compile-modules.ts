import ts from 'typescript'

/** What the compiler says of a module that is on no disk. */
export interface ModuleProblem {
  readonly path: string
  /** From 0. */
  readonly line: number
  readonly text: string
}

/** Compiles each module as if it stood at its path (absolute), with the settings of the workspace. */
export function compileModules(modules: ReadonlyMap<string, string>): ModuleProblem[] {
  const { config } = ts.readConfigFile('tsconfig.base.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd())
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (path) => modules.has(path) || fileExists(path)
  host.readFile = (path) => modules.get(path) ?? readFile(path)
  host.getSourceFile = (path, languageOrOptions) => {
    const code = modules.get(path)
    if (code === undefined) return getSourceFile(path, languageOrOptions)
    return ts.createSourceFile(path, code, languageOrOptions)
  }
  const program = ts.createProgram([...modules.keys()], { ...options, noUnusedLocals: false }, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => ({
    path: file?.fileName ?? '',
    line: file?.getLineAndCharacterOfPosition(start).line ?? 0,
    text: ts.flattenDiagnosticMessageText(messageText, ' '),
  }))
}
