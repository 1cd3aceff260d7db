import { workspaces } from './scripts/workspaces.mjs'

const programs = { entry: ['src/main.ts'], project: ['src/**/*.ts'] }
const packages = workspaces
  .filter(({ entries }) => entries)
  .map(({ name, entries }) => [
    `packages/${name}`,
    { entry: Object.values(entries), project: ['src/**/*.ts'] },
  ])

export default {
  ignoreExportsUsedInFile: true,
  workspaces: {
    '.': { entry: ['scripts/*.mjs'], project: ['scripts/**/*.mjs'] },
    conformance: programs,
    bench: programs,
    'examples/*': programs,
    ...Object.fromEntries(packages),
  },
}
