import type { Spec } from './read-specs.ts'

export function generatedFolder(packageName: string): string {
  return `packages/${packageName}/src/generated`
}

/** Without its ending: one for the types, one for JSON. */
export function documentName({ name }: Pick<Spec, 'name'>): string {
  return name === undefined ? 'openapi' : `${name}.openapi`
}
