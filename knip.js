import { workspaces } from './scripts/workspaces.mjs'

const programs = { entry: ['src/main.ts'], project: ['src/**/*.ts'] }
const packages = workspaces
  .filter(({ entries }) => entries)
  .map(({ name, entries }) => [
    `packages/${name}`,
    {
      entry: Object.values(entries),
      project: ['src/**/*.ts'],
      // Its binary is found with require.resolve; none of its JavaScript is imported.
      ignoreDependencies: name === 'redouble' ? ['wasmoon-lua5.1'] : [],
    },
  ])

export default {
  ignoreExportsUsedInFile: true,
  workspaces: {
    '.': { entry: ['scripts/*.mjs'], project: ['scripts/**/*.mjs'] },
    conformance: {
      ...programs,
      // Threads and a loader of Node's are found by their files.
      entry: [
        ...programs.entry,
        'src/fuzz/main.ts',
        'src/**/*-worker.ts',
        'src/coverage/{register-instrumentation,instrument-loader}.ts',
      ],
    },
    bench: programs,
    'examples/*': programs,
    ...Object.fromEntries(packages),
  },
}
