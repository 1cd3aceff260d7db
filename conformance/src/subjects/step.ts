/** One command on one of a program's connections. Binary strings: one character per byte. */
export interface Step {
  /** 0 for the main connection; others block, subscribe, watch. */
  readonly connection: number
  readonly argv: readonly string[]
  /** Instead of a command: time passes. Only scripts do this. */
  readonly sleepMs?: number
}

export type Program = readonly Step[]

/** What each connection was sent after each run of steps on one connection. */
export type Transcript = readonly (readonly string[])[]

/** How many connections a program speaks on. */
export function connectionsOf(program: Program): number {
  return program.reduce((most, { connection }) => Math.max(most, connection + 1), 1)
}

/** Runs of consecutive steps on the same connection: what can be pipelined without a barrier. */
export function runsOf(program: Program): Program[] {
  const runs: Step[][] = []
  for (const step of program) {
    const last = runs.at(-1)
    const isPause = step.sleepMs !== undefined || last?.[0].sleepMs !== undefined
    if (last !== undefined && !isPause && last[0].connection === step.connection) last.push(step)
    else runs.push([step])
  }
  return runs
}

export function encode(argv: readonly string[]): string {
  let out = `*${argv.length}\r\n`
  for (const word of argv) out += `$${word.length}\r\n${word}\r\n`
  return out
}

const PLAIN_WORD = /^[\w.:*()[\]+~=$-]+$/

/** A step as `redis-cli` takes it. */
export function toCli(step: Step): string {
  if (step.sleepMs !== undefined) return `!sleep ${step.sleepMs}`
  const words = step.argv.map((word) => (PLAIN_WORD.test(word) ? word : quote(word)))
  return (step.connection === 0 ? '' : `@c${step.connection} `) + words.join(' ')
}

function quote(word: string): string {
  let out = ''
  for (const char of word) {
    const code = char.charCodeAt(0)
    if (char === '"' || char === '\\') out += `\\${char}`
    else if (code >= 0x20 && code < 0x7f) out += char
    else out += `\\x${code.toString(16).padStart(2, '0')}`
  }
  return `"${out}"`
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
