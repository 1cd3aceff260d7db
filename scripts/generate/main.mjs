// Writes what is derived from the command definitions: the direct client's types and the
// compatibility table. `npm run generate`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspaces.mjs'
import { outputs } from './outputs.mjs'
import { loadSources } from './sources.mjs'

for (const [path, text] of Object.entries(outputs(await loadSources()))) {
  const file = join(root, path)
  const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === text
  if (!isCurrent) writeFileSync(file, text)
  console.log(`${isCurrent ? 'current' : 'written'}: ${path}`)
}
