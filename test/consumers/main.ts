import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type PackedPackages, packageNames, packPackages } from '../packed-packages.ts'
import { installRuntimes } from '../runtimes/installed.ts'
import { bundleAll } from './bundles.ts'
import { compileAll } from './compile.ts'
import { installTools, link } from './installed.ts'
import { loadAll } from './load.ts'
import { printReport, type Report } from './report.ts'
import { writeProjects } from './typed-projects.ts'

// The packed packages as their users load, bundle and type-check them.

const root = fileURLToPath(new URL('../..', import.meta.url))

async function* reports(packed: PackedPackages): AsyncGenerator<Report> {
  const app = packed.install('consumers', packageNames)
  link('@opentelemetry/api', app)
  yield await loadAll(app)
  yield await bundleAll(app)
  yield compileAll(writeProjects(app, packed))
}

execFileSync('pnpm', ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'], { cwd: root })
installTools()
installRuntimes()
const packed = packPackages()
try {
  for await (const report of reports(packed)) {
    printReport(report)
    if (report.problems.length > 0) process.exitCode = 1
  }
} finally {
  packed.remove()
}
