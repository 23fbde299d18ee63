import { createRequire } from 'node:module'
import { ownPackages } from '../own-packages.ts'

const packages = ownPackages(new URL('.', import.meta.url), 'judges')

/** Brings the judges of this folder's package.json, which is no part of the workspace. */
export const installJudges = packages.install

/** Loads a module of a judge. */
export const load: (specifier: string) => unknown = createRequire(packages.path())
