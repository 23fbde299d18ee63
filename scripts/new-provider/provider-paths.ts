/** Where the hand-written files of a provider stand. */
export function handWrittenPaths(name: string) {
  return {
    specs: `specs/${name}.yaml`,
    manifest: `packages/${name}/package.json`,
    readme: `packages/${name}/README.md`,
    client: `packages/${name}/src/client.ts`,
    index: `packages/${name}/src/index.ts`,
    flows: `packages/${name}/test/flows.ts`,
    conformance: `packages/${name}/test/conformance.test.ts`,
    facts: `test/facts/providers/${name}.ts`,
    calls: `test/contract-coverage/calls/${name}.ts`,
    changeset: `.changeset/${name}-first-release.md`,
  }
}
