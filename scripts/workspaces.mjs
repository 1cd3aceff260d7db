import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** Every workspace: its folder, its package.json, and its entries if it is a package. */
export const workspaces = readJson(join(root, 'package.json'))
  .workspaces.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [join(root, pattern)]
    const parent = join(root, pattern.slice(0, -2))
    return existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : []
  })
  .filter((dir) => existsSync(join(dir, 'package.json')))
  .map((dir) => {
    const entries = join(dir, 'entries.json')
    return {
      dir,
      name: dir.slice(dir.lastIndexOf('/') + 1),
      manifest: readJson(join(dir, 'package.json')),
      entries: existsSync(entries) ? readJson(entries) : undefined,
    }
  })
