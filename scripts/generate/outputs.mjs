// The files that are generated, and how each is made of the sources.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../workspaces.mjs'
import { renderCompatibility } from './compatibility.mjs'
import { renderDirectCommands } from './direct-commands.mjs'

const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')

/** Every generated file as it should be: path below the root → text. */
export function outputs(sources) {
  const texts = {
    'packages/redouble/src/clients/direct/commands.generated.ts': renderDirectCommands(sources),
    'docs/COMPATIBILITY.md': renderCompatibility(sources),
  }
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [path, formatted(formatted(text, path), path)]),
  )
}

/** Called twice: what biome has broken into lines once it may join the second time. */
function formatted(text, path) {
  const result = spawnSync(process.execPath, [biome, 'format', `--stdin-file-path=${path}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.status !== 0) throw new Error(`biome refused ${path}: ${result.stderr}`)
  return result.stdout
}
