/** One command on one of a program's connections. Binary strings: one character per byte. */
export interface Step {
  /** 0 for the main connection; others block, subscribe, watch. */
  readonly connection: number
  readonly argv: readonly string[]
  /** Instead of a command: time passes. Only scripts do this. */
  readonly sleepMs?: number
  /** Looks at what the steps before it have left. */
  readonly isProbe?: boolean
}

export type Program = readonly Step[]

/** What came of a program. */
export interface Transcript {
  /** All that each connection was sent; `#closed` where the server hung up. */
  readonly streams: readonly string[]
  /** How many replies each of them had been sent after each run of steps on one connection. */
  readonly counts: readonly (readonly number[])[]
}

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

/** What makes a client that was reset speak a protocol. */
export function greeting(resp: 2 | 3): string {
  return resp === 3 ? encode(['HELLO', '3']) : ''
}

const ID = /^<id (\d+)>$/

/** Commands in one string; `<id 2>` stands for the id that the server gave to that connection. */
export function encodeAll(run: Program, ids: readonly string[] = []): string {
  let out = ''
  for (const { argv } of run) out += encode(argv.some(isId) ? argv.map(resolve) : argv)
  return out

  function resolve(word: string): string {
    const match = ID.exec(word)
    return match === null ? word : (ids[Number(match[1])] ?? '0')
  }
}

function isId(word: string): boolean {
  return word.charCodeAt(0) === 0x3c && ID.test(word)
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
