import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitInlineArguments } from 'redouble/embed'
import type { Program, Step } from './subjects/step.ts'

/** A script of commands that is replayed on the double and on each server. */
export interface Script {
  readonly name: string
  readonly program: Program
  /** Profiles that it is for; all when empty. From a first line `# profiles: 8.0 valkey-8.1`. */
  readonly profiles: readonly string[]
}

/** Reads `*.txt` below a folder: redis-cli lines, `#` comments, `@b` for another connection. */
export function readScripts(folder: string): Script[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => readScript(file, readFileSync(join(folder, file), 'utf8')))
}

export function readScript(name: string, text: string): Script {
  const connections = new Map<string, number>([['', 0]])
  const program: Step[] = []
  let profiles: string[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    const only = /^#\s*profiles:\s*(.*)$/.exec(line)
    if (only !== null) profiles = only[1].split(/\s+/)
    if (line === '' || line.startsWith('#')) continue
    const pause = /^!sleep (\d+)$/.exec(line)
    if (pause !== null) {
      program.push({ connection: 0, argv: [], sleepMs: Number(pause[1]) })
      continue
    }
    program.push(readStep(line, connections, `${name}:${index + 1}`))
  }
  return { name, program, profiles }
}

function readStep(line: string, connections: Map<string, number>, place: string): Step {
  const match = /^@(\w+)\s+(.*)$/.exec(line)
  const label = match === null || match[1] === 'a' ? '' : match[1]
  const words = splitInlineArguments(Buffer.from(match?.[2] ?? line, 'utf8').toString('latin1'))
  if (words === null) throw new Error(`${place}: unbalanced quotes`)
  let connection = connections.get(label)
  if (connection === undefined) {
    connection = connections.size
    connections.set(label, connection)
  }
  return { connection, argv: words }
}
