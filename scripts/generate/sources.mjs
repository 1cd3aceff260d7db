// What the generators read of the TypeScript sources: each module by its path, bundled for Node 20,
// which cannot load TypeScript. Tests import the same paths through vitest instead.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { root } from '../workspaces.mjs'

export const SOURCES = {
  methods: 'packages/redouble/src/clients/direct/methods.ts',
  signature: 'packages/redouble/src/clients/direct/signature.ts',
  commands: 'packages/redouble/src/commands/index.ts',
  profile: 'packages/redouble/src/command/profile.ts',
  inlineArguments: 'packages/redouble/src/resp/inline-arguments.ts',
}

/** All exports of all of SOURCES in one object. */
export async function loadSources() {
  // Within the repository, so that what stays an import is found.
  const dir = join(root, 'node_modules', `.redouble-generate-${process.pid}`)
  try {
    const build = await rolldown({
      input: Object.fromEntries(
        Object.entries(SOURCES).map(([name, file]) => [name, join(root, file)]),
      ),
      platform: 'node',
      tsconfig: false,
      external: (id) => !/^[./\0]/.test(id),
    })
    await build.write({
      dir,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name]-chunk.mjs',
    })
    await build.close()
    const loaded = Object.keys(SOURCES).map(
      (name) => import(pathToFileURL(join(dir, `${name}.mjs`))),
    )
    return Object.assign({}, ...(await Promise.all(loaded)))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
