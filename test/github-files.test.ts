import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

// What GitHub reads beside the workflows. It says nothing of a file that it does not understand.

const readYaml = (path: string) => parse(readFileSync(path, 'utf8'))

interface Update {
  readonly 'package-ecosystem': string
  readonly directory?: string
  readonly directories?: readonly string[]
}
interface Field {
  readonly type: string
  readonly id?: string
  readonly attributes: { readonly label?: string; readonly value?: string }
}

const forms = globSync('.github/ISSUE_TEMPLATE/*.yml').filter((path) => !path.endsWith('config.yml'))

describe('dependabot', () => {
  const { updates }: { updates: readonly Update[] } = readYaml('.github/dependabot.yml')

  it('knows every lockfile', () => {
    const watched = updates
      .filter((update) => update['package-ecosystem'] === 'npm')
      .flatMap(({ directories = [] }) => directories.map((folder) => join('.', folder, 'pnpm-lock.yaml')))
    const lockfiles = globSync('**/pnpm-lock.yaml', { exclude: ['**/node_modules', 'reports'] })
    expect(watched.sort()).toEqual(lockfiles.sort())
    expect(watched.every((path) => existsSync(path))).toBe(true)
  })

  it('knows the actions', () => {
    expect(updates).toContainEqual(
      expect.objectContaining({ 'package-ecosystem': 'github-actions', directory: '/' }),
    )
  })
})

describe.each(forms)('%s', (path) => {
  const { name, description, body }: { name: string; description: string; body: readonly Field[] } =
    readYaml(path)

  it('is a form', () => {
    expect([name, description].every(Boolean)).toBe(true)
    for (const { type, id, attributes } of body) {
      expect(['input', 'textarea', 'dropdown', 'checkboxes', 'markdown']).toContain(type)
      const isText = type === 'markdown'
      expect(isText ? attributes.value : id && attributes.label, `${path}: ${id ?? type}`).toBeTruthy()
    }
    const ids = body.flatMap(({ id = [] }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
