import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

const source = JSON.stringify(new URL('../src/index.ts', import.meta.url).href)
const library = JSON.stringify(new URL('fixtures/library.ts', import.meta.url).href)

/** Runs a program in a Node that finds no msw. @returns what it printed */
function runWithoutMsw(program: string): string {
  const hooks = `
    import { registerHooks } from 'node:module'
    registerHooks({
      resolve(name, context, next) {
        if (/^msw(\\/|$)/.test(name)) throw new Error("Cannot find package 'msw'\\nRequire stack: a path")
        return next(name, context)
      },
    })
    const { createHandlers, createSandbox } = await import(${source})
    const { library } = await import(${library})`
  const flags = ['--input-type=module-typescript', '--eval', `${hooks}\n${program}`]
  return execFileSync(process.execPath, flags, { encoding: 'utf8' })
}

test('the sandbox needs no msw', () => {
  const program = `const sandbox = await createSandbox([library], { clients: [] })
    console.log(sandbox.origin('https://api.library.example'))
    await sandbox.close()`
  expect(runWithoutMsw(program)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/)
})

test('without msw createHandlers says what to install', () => {
  const program = 'try { createHandlers(library) } catch (error) { console.log(String(error)) }'
  expect(runWithoutMsw(program)).toBe(
    'SandboxError: createHandlers needs msw 3 and Node 22.12 or newer; npm install --save-dev msw ' +
      "(Cannot find package 'msw').\n",
  )
})

test('msw and its instance are the same, loaded by require and by import', async () => {
  const { http } = await import('msw')
  const { createHandlers } = await import('../src/index.ts')
  const { library } = await import('./fixtures/library.ts')
  const [handler] = createHandlers(library).handlers
  expect(handler?.constructor).toBe(http.get('/', () => new Response()).constructor)
})
