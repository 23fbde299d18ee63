import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const biome = join(dirname(fileURLToPath(import.meta.resolve('@biomejs/biome/package.json'))), 'bin/biome')

/** Formats TypeScript as the rest of the repository is formatted. */
export async function formatCode(code: string): Promise<string> {
  // Any name will do that biome.json does not exclude.
  const formatting = promisify(execFile)(
    process.execPath,
    [biome, 'format', '--stdin-file-path=generated.ts'],
    { cwd: join(import.meta.dirname, '../..'), maxBuffer: 64 * 1024 * 1024 },
  )
  formatting.child.stdin?.end(code)
  return (await formatting).stdout
}
