import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { workspaces } from './scripts/workspaces.mjs'

// Tests read the sources of the packages: no build is needed, and none can be stale.
const alias = workspaces.flatMap(({ dir, manifest, entries = {} }) =>
  Object.entries(entries).map(([entry, file]) => ({
    find: new RegExp(`^${join(manifest.name, entry)}$`),
    replacement: join(dir, file),
  })),
)

export default defineConfig({
  resolve: { alias },
  test: {
    include: [
      '{packages,examples}/*/src/**/*.test.ts',
      '{conformance,bench}/src/**/*.test.ts',
      'scripts/**/*.test.mjs',
    ],
    reporters: ['default', './scripts/closing-line.mjs'],
    // Two threads that keep what they have loaded: reading the sources anew for each file would
    // cost more than the tests. So a test file must leave nothing behind; the runner helps.
    pool: 'threads',
    maxWorkers: 2,
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
})
