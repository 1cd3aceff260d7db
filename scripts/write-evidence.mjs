// Keeps what the compatibility table shows of a long run of the oracle:
// node scripts/write-evidence.mjs figures.json, where the figures are from
// npm run conformance -- --profile all --minutes 30 --json figures.json
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './workspaces.mjs'

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('Name the JSON file of a run.')
const report = JSON.parse(readFileSync(file, 'utf8'))
const runs = [report.servers ?? report.figures ?? report].flat()
const evidence = Object.fromEntries(
  runs.map(({ profile, server, programs, commands, calls }) => [
    profile,
    { server, programs, commands, calls },
  ]),
)
writeFileSync(join(root, 'conformance', 'evidence.json'), `${JSON.stringify(evidence, null, 2)}\n`)
