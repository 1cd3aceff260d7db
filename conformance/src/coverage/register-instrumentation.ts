import { register } from 'node:module'
import { readBranchMap } from './branch-map.ts'
import { COUNTERS } from './instrument.ts'

// With `node --import`: from here on the double notes which of its branches run.
const counters = new Uint8Array(readBranchMap()?.branches.length ?? 0)
Object.assign(globalThis, { [COUNTERS]: counters })
register('./instrument-loader.js', import.meta.url)
