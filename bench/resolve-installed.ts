// For `node --import`: whatever the rows import of ours comes from the app, that is, from the build.
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { APP_FOLDER } from './installed-app.ts'

const parentURL = pathToFileURL(join(process.env[APP_FOLDER] ?? '', 'app.js')).href

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier, specifier.startsWith('@latchkey/') ? { ...context, parentURL } : context),
})
