import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'rolldown'

/** Sources of this package as a process of their own can run them: Node 20 runs no TypeScript. */
export interface Bundle {
  /** The path of an entry's file. */
  file(entry: string): string
  remove(): Promise<void>
}

/** Bundles entries, given as paths below `src`, into a folder laid out like the package. */
export async function bundle(entries: Readonly<Record<string, string>>): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'redouble-bundle-'))
  const dist = join(folder, 'dist')
  await build({
    input: Object.fromEntries(
      Object.entries(entries).map(([name, path]) => [name, join(import.meta.dirname, path)]),
    ),
    external: (id) => !/^[./\0]/.test(id),
    output: { dir: dist, entryFileNames: '[name].mjs' },
    platform: 'node',
    logLevel: 'silent',
  })
  await writeFile(join(folder, 'package.json'), '{"version":"0.0.0-test"}')
  return {
    file: (entry) => join(dist, `${entry}.mjs`),
    remove: () => rm(folder, { recursive: true }),
  }
}
