import { ownPackages } from '../own-packages.ts'

// 0.8 GB in 21,000 files.
const packages = ownPackages(new URL('.', import.meta.url), 'runtimes')

/** The path of a program that {@link installRuntimes} brings. */
export const installed = packages.path

/** Brings the runtimes of this folder's package.json, which is no part of the workspace. */
export const installRuntimes = packages.install
