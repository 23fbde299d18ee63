import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'

/** What may become of a record's file. */
export const spoilings: Readonly<Record<string, (file: string) => void>> = {
  'is empty': (file) => truncateSync(file, 0),
  'is cut off': (file) => truncateSync(file, statSync(file).size - 1),
  'is another program’s': (file) => writeFileSync(file, '\u0000\u0001 not ours'),
  'is JSON of another kind': (file) => writeFileSync(file, '{"value":"x","version":1,"ttlMs":1}'),
  'is null': (file) => writeFileSync(file, 'null'),
  'has an instant of another kind': (file) =>
    writeFileSync(file, readFileSync(file, 'utf8').replace('"clock":"', '"clock":1,"was":"')),
  'has a version that is no number': (file) =>
    writeFileSync(file, readFileSync(file, 'utf8').replace('"version":1', '"version":"1"')),
  'has a value that is no text': (file) =>
    writeFileSync(file, readFileSync(file, 'utf8').replace('"value":"value-1"', '"value":1')),
  'can be read by the group': (file) => chmodSync(file, 0o640),
  'can be written by others': (file) => chmodSync(file, 0o602),
  'is huge': (file) => appendFileSync(file, ' '.repeat(17 * 1024 * 1024)),
  'is a directory': (file) => {
    rmSync(file)
    mkdirSync(file, { mode: 0o700 })
  },
  'is a link': (file) => {
    rmSync(file)
    symlinkSync('/etc/passwd', file)
  },
  'is a link to nothing': (file) => {
    rmSync(file)
    symlinkSync('nowhere', file)
  },
  'is a pipe that nobody writes to': (file) => {
    rmSync(file)
    execFileSync('mkfifo', ['-m', '600', file])
  },
}
