import { writeFileSync } from 'node:fs'
import { findServers, startServer } from 'redouble/real'
import { complexity } from './complexity.ts'
import { type Figure, print } from './figures.ts'
import { inProcess } from './in-process.ts'
import { large } from './large.ts'
import { readOptions } from './options.ts'
import { scripts } from './scripts.ts'
import { startUp } from './start-up.ts'
import type { Bench, Suite } from './suite.ts'
import { tcp } from './tcp.ts'

const SUITES: readonly Suite[] = [startUp, inProcess, scripts, large, complexity, tcp]

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (typeof options === 'string') {
    console.error(options)
    process.exitCode = 2
    return
  }
  const found = (await findServers()).find((server) => server.profile === '7.0')
  const real = found === undefined ? undefined : await startServer(found)
  const figures: Figure[] = []
  const bench: Bench = {
    quick: options.quick,
    real,
    wants: (suite, name) =>
      options.only.length === 0 ||
      options.only.some((word) => suite === word || name.toLowerCase().includes(word)),
    report(figure) {
      figures.push(figure)
      print(figure)
    },
    skip: (suite, why) => console.log(`  (${suite}: ${why})`),
  }
  for (const suite of SUITES) {
    console.log(`\n${suite.title}`)
    await suite.run(bench)
  }
  if (options.json !== undefined) {
    const machine = { node: process.version, platform: `${process.platform} ${process.arch}` }
    writeFileSync(options.json, `${JSON.stringify({ machine, figures }, null, 2)}\n`)
  }
  await real?.stop()
}

await main()
process.exit()
