#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { RedoubleError } from '../kernel/redouble-error.ts'
import { readCommandLine, USAGE } from './command-line.ts'
import { serve } from './serve.ts'
import { readSettings, StartRefused } from './settings.ts'

// A server makes much short-lived garbage; a larger nursery halves the time that GC takes.
setFlagsFromString('--max-semi-space-size=64')
setFlagsFromString('--min-semi-space-size=16')

function packageVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

async function main(argv: readonly string[]): Promise<void> {
  const line = readCommandLine(argv)
  if (line.kind === 'help') console.log(USAGE)
  else if (line.kind === 'version')
    console.log(`Redouble v=${packageVersion()} node=${process.version}`)
  else if (line.kind === 'error') throw new StartRefused(`${line.message}\n\n${USAGE}`)
  else await serve(readSettings(line), packageVersion())
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isExpected = error instanceof StartRefused || error instanceof RedoubleError
  console.error(isExpected ? error.message : error)
  process.exit(1)
})
