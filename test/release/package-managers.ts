/** How a package manager puts packages into an empty folder. */
export interface PackageManager {
  /** What the folder holds besides `package.json` and `.npmrc`. */
  files?(registryUrl: string, elsewhere: string): Readonly<Record<string, string>>
  command(packages: readonly string[]): readonly [string, ...string[]]
  readonly env?: NodeJS.ProcessEnv
  /** Runs a script of the folder, where that is not `node` alone. */
  readonly node?: readonly [string, ...string[]]
}

const brought = (program: string, ...args: readonly string[]) =>
  ['npx', '--yes', '-p', program, ...args] as const

function yarn(nodeLinker: 'node-modules' | 'pnp'): PackageManager {
  const [npx, ...args] = brought('@yarnpkg/cli-dist@4.18.1', 'yarn')
  return {
    files: (registryUrl, elsewhere) => ({
      'yarn.lock': '',
      '.yarnrc.yml': JSON.stringify({
        nodeLinker,
        npmRegistryServer: elsewhere,
        npmScopes: { latchkey: { npmRegistryServer: registryUrl } },
        npmPreapprovedPackages: ['@latchkey/*'],
        unsafeHttpWhitelist: ['127.0.0.1'],
        enableGlobalCache: false,
        enableTelemetry: false,
      }),
    }),
    command: (packages) => [npx, ...args, 'add', ...packages],
    env: { YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' },
    ...(nodeLinker === 'pnp' && { node: [npx, ...args, 'node'] }),
  }
}

/** Fresh releases are what is installed here: where a manager would let them ripen first, it is told not to. */
export const packageManagers: Readonly<Record<string, PackageManager>> = {
  npm: { command: (packages) => ['npm', 'install', '--no-audit', '--no-fund', ...packages] },
  pnpm: {
    files: () => ({ 'pnpm-workspace.yaml': 'minimumReleaseAge: 0\n' }),
    command: (packages) => ['pnpm', 'add', ...packages],
  },
  yarn: yarn('node-modules'),
  'yarn pnp': yarn('pnp'),
  bun: { command: (packages) => [...brought('bun@1.4.5', 'bun'), 'add', '--no-cache', ...packages] },
}
