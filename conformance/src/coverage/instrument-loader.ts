import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BranchMap, readBranchMap } from './branch-map.ts'
import { instrument } from './instrument.ts'

interface Loaded {
  readonly format: string
  readonly source: string
  readonly shortCircuit?: boolean
}

let map: BranchMap | undefined

/** Node's hook: gives the double's chunks with a note at each branch. */
export async function load(
  url: string,
  context: unknown,
  next: (url: string, context: unknown) => Promise<Loaded>,
): Promise<Loaded> {
  if (!/\/redouble\/dist\/.*\.js$/.test(url)) return next(url, context)
  map ??= readBranchMap()
  const code = readFileSync(fileURLToPath(url), 'utf8')
  const source = instrument(code, url, map?.branches ?? [])
  return { format: 'module', source, shortCircuit: true }
}
