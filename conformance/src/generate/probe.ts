import { connectionsOf, type Program, type Step } from '../subjects/step.ts'
import { KEYS } from './values.ts'

/** Beside KEYS, what scenes make. */
const MADE_BY_SCENES = /^[wh]_/
const KNOWN = new Set(KEYS)
const CHANGES_DATABASE = /^(?:select|move|swapdb|copy)$/i
/** Payloads of these hold moments of the server's clock. */
const KEEPS_TIME = /^(?:xreadgroup|xgroup|xclaim|xautoclaim|h(?:get|set)ex|hp?expire(?:at)?)$/i

/**
 * Looks at all of the state that a program can have left: in every database that it went to, the
 * type, encoding, expiry and value of every key that it names.
 */
function probeOf(program: Program, connection: number, hasDump: boolean): Step[] {
  const keys = keysIn(program)
  const step = (...argv: string[]): Step => ({ connection, argv, isProbe: true })
  const timed = program.filter(({ argv }) => argv.some((word) => KEEPS_TIME.test(word)))
  const digested = hasDump ? keysIn(timed) : keys
  const look = (): Step[] => {
    const steps: Step[] = []
    for (const key of keys) {
      steps.push(step('OBJECT', 'ENCODING', key), step('PEXPIRETIME', key))
      steps.push(step(hasDump ? 'DUMP' : 'TYPE', key))
    }
    if (digested.length > 0) steps.push(step('DEBUG', 'DIGEST-VALUE', ...digested))
    // Behind the rest: whose deadline is past is counted until it is looked at.
    return [...steps, step('DBSIZE')]
  }
  const steps = look()
  if (program.some(({ argv }) => argv.some((word) => CHANGES_DATABASE.test(word)))) {
    steps.push(step('SELECT', '1'), ...look(), step('SELECT', '0'))
  }
  return steps
}

/** The steps that a program is about, without those that look at the outcome. */
export function withoutProbe(program: Program): Program {
  return program.filter(({ isProbe }) => isProbe !== true)
}

/** A program with a look at its outcome: by a client of its own, where others may wait. */
export function withProbe(program: Program, hasDump: boolean): Program {
  const connections = connectionsOf(program)
  if (connections > 1) return [...program, ...probeOf(program, connections, hasDump)]
  const reset: Step = { connection: 0, argv: ['RESET'], isProbe: true }
  // Out of an open transaction.
  return [...program, reset, ...probeOf(program, 0, hasDump)]
}

function keysIn(program: Program): string[] {
  const found = new Set<string>()
  for (const { argv } of program) {
    for (const word of argv) if (KNOWN.has(word) || MADE_BY_SCENES.test(word)) found.add(word)
  }
  return [...found].sort()
}
