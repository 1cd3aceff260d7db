// Builds every workspace, or those named: node scripts/build.mjs [redouble bench ...]
//
// A package lists its entries in entries.json, one line each: './real' is public, a bare name is a
// command. Its package.json "exports" and "bin" are written from there. The entries are bundled
// with shared chunks: ES modules, CommonJS, and the types of both. What is imported dynamically
// stays a file of its own, read when it is needed.
// Every other workspace is a program: its files are compiled one to one, src/a.ts to dist/a.js.
// Nothing is type-checked here (that is `tsc -b`): with isolatedDeclarations types are syntax.
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'
import { workspaces } from './workspaces.mjs'

async function bundle(input, plugins, outputs) {
  const build = await rolldown({
    input,
    plugins,
    platform: 'node',
    tsconfig: false,
    transform: { target: 'node20.20' },
    // Only what a path leads to is bundled; dependencies and node: modules stay imports.
    external: (id) => !/^[./\0]/.test(id),
  })
  for (const output of outputs) await build.write(output)
  await build.close()
}

const shape = (dir, format, extension) => ({
  dir,
  format,
  entryFileNames: `[name].${extension}`,
  chunkFileNames: `chunks/[name].${extension}`,
})

const nameOf = (entry) => (entry === '.' ? 'index' : entry.replace('./', ''))

async function buildPackage({ dir, entries }, dist) {
  const inputs = (list) =>
    Object.fromEntries(list.map(([entry, file]) => [nameOf(entry), join(dir, file)]))
  const all = Object.entries(entries)
  const api = all.filter(([entry]) => entry.startsWith('.'))
  const types = dts({ generator: 'oxc', emitDtsOnly: true, tsconfig: false })
  // The maps are for the oracle's coverage of branches; the package leaves them out.
  await bundle(inputs(all), [], [{ ...shape(dist, 'esm', 'js'), sourcemap: 'hidden' }])
  for (const [command] of all.filter(([entry]) => !entry.startsWith('.'))) {
    chmodSync(join(dist, `${command}.js`), 0o755)
  }
  await bundle(inputs(api), [], [shape(dist, 'cjs', 'cjs')])
  await bundle(inputs(api), [types], [shape(dist, 'esm', 'js'), shape(dist, 'esm', 'cjs')])
}

async function buildProgram({ dir }, dist) {
  const src = join(dir, 'src')
  const files = readdirSync(src, { recursive: true }).filter((file) =>
    /(?<!\.test|\.test-support|\.d)\.ts$/.test(file),
  )
  const input = files.map((file) => join(src, file))
  const output = { dir: dist, format: 'esm', preserveModules: true, preserveModulesRoot: src }
  await bundle(input, [], [output])
}

/** Writes what package.json says of the entries, if it says anything else. */
function writeManifest({ dir, entries }) {
  const file = join(dir, 'package.json')
  const before = readFileSync(file, 'utf8')
  const manifest = JSON.parse(before)
  manifest.exports = {}
  manifest.bin = undefined
  for (const entry of Object.keys(entries)) {
    const path = `./dist/${nameOf(entry)}`
    if (entry.startsWith('.')) {
      manifest.exports[entry] = {
        import: { types: `${path}.d.ts`, default: `${path}.js` },
        require: { types: `${path}.d.cts`, default: `${path}.cjs` },
      }
    } else {
      manifest.bin = { ...manifest.bin, [manifest.name]: `${path}.js`.slice(2) }
    }
  }
  manifest.exports['./package.json'] = './package.json'
  const after = `${JSON.stringify(manifest, null, 2)}\n`
  if (after !== before) writeFileSync(file, after)
}

/** Makes an output beside dist/ and then puts it there, so that a reader always finds one whole. */
async function replaceDist(dir, build) {
  const [dist, next, old] = ['dist', `dist.next-${process.pid}`, `dist.old-${process.pid}`].map(
    (name) => join(dir, name),
  )
  try {
    await build(next)
    if (existsSync(dist)) renameSync(dist, old)
    renameSync(next, dist)
  } finally {
    rmSync(next, { recursive: true, force: true })
    rmSync(old, { recursive: true, force: true })
  }
}

const wanted = process.argv.slice(2)
for (const workspace of workspaces) {
  if (wanted.length > 0 && !wanted.includes(workspace.name)) continue
  const build = workspace.entries ? buildPackage : buildProgram
  await replaceDist(workspace.dir, (dist) => build(workspace, dist))
  if (workspace.entries) writeManifest(workspace)
}
