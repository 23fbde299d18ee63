import type { Provider } from '../provider.ts'

const repository = 'git+https://github.com/latchkey/latchkey.git'

/** `package.json`: the same for every provider but for name and description. */
export function manifest({ name, title }: Provider): string {
  const directory = `packages/${name}`
  const others = { './openapi.json': './src/generated/openapi.json', './package.json': './package.json' }
  const content = {
    name: `@latchkey/${name}`,
    version: '0.0.0',
    description: `Typed, authenticated client for the ${title} API.`,
    license: 'MIT',
    repository: { type: 'git', url: repository, directory },
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.19' },
    files: ['CHANGELOG.md', 'dist', 'src/generated/*.json'],
    exports: { '.': './src/index.ts', ...others },
    publishConfig: {
      access: 'public',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, ...others },
    },
    scripts: { build: 'tsdown --config ../../tsdown.config.ts' },
    dependencies: { '@latchkey/auth-core': 'workspace:^', 'openapi-fetch': 'catalog:' },
    devDependencies: { '@latchkey/contract': 'workspace:*' },
  }
  return `${JSON.stringify(content, null, 2)}\n`
}
