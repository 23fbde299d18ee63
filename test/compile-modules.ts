import ts from 'typescript'

/** What the compiler says of a module that is on no disk. */
export interface ModuleProblem {
  readonly path: string
  /** From 0. */
  readonly line: number
  readonly text: string
}

/** Compiles each module as if it stood at its path (absolute), with the settings of the workspace and `further` ones. */
export function compileModules(
  modules: ReadonlyMap<string, string>,
  further: ts.CompilerOptions = {},
): ModuleProblem[] {
  const { config } = ts.readConfigFile('tsconfig.base.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd())
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile } = host
  host.fileExists = (path) => modules.has(path) || fileExists(path)
  host.readFile = (path) => modules.get(path) ?? readFile(path)
  const program = ts.createProgram([...modules.keys()], { ...options, ...further }, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => ({
    path: file?.fileName ?? '',
    line: file?.getLineAndCharacterOfPosition(start).line ?? 0,
    text: ts.flattenDiagnosticMessageText(messageText, ' '),
  }))
}
