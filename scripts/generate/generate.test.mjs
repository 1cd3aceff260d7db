import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../workspaces.mjs'
import { outputs } from './outputs.mjs'
import { SOURCES } from './sources.mjs'

const modules = await Promise.all(
  Object.values(SOURCES).map((file) => import(/* @vite-ignore */ join(root, file))),
)
const generated = outputs(Object.assign({}, ...modules))

test.each(Object.keys(generated))(
  '%s is what the definitions say; else: npm run generate',
  (path) => {
    const isCurrent = readFileSync(join(root, path), 'utf8') === generated[path]
    expect(isCurrent).toBe(true)
  },
)
