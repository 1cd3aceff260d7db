import { connectionsOf, type Program, type Step } from '../subjects/step.ts'
import { KEYS } from './values.ts'

/** A key that the double holds behind a program. */
export interface KeptKey {
  readonly db: number
  readonly key: string
  readonly type: string
}

/** What is asked of a server behind a program. */
export interface Aftermath {
  /** The program, and steps that look at all of the state that it left. */
  readonly program: Program
  /** What removes that state. */
  readonly undo: readonly (readonly string[])[]
}

/** Beside KEYS, what scenes make. */
const MADE_BY_SCENES = /^[wh]_/
const KNOWN = new Set(KEYS)
const CHANGE_DATABASE = ['select', 'move', 'swapdb', 'copy']
/** Or are options of what gives one; a script may do anything. */
const GIVE_DEADLINE = [
  ...['ex', 'px', 'exat', 'pxat', 'expire', 'pexpire', 'expireat', 'pexpireat'],
  ...['setex', 'psetex', 'getex', 'restore', 'eval', 'eval_ro', 'evalsha', 'fcall'],
]
const DATABASE = 1
const DEADLINE = 2
/** What a word says of a program, by the word in lower case. */
const MEANINGS: ReadonlyMap<string, number> = new Map([
  ...CHANGE_DATABASE.map((word): [string, number] => [word, DATABASE]),
  ...GIVE_DEADLINE.map((word): [string, number] => [word, DEADLINE]),
])
const LONGEST = 9
/** Payloads of these may hold moments of the server's clock; some are compared by digest as well. */
const MAY_KEEP_TIME = new Set(['stream', 'hash'])
const DIGEST_EVERY = 4
/** More are removed with everything else. */
const MAX_DELETED = 12

/**
 * Of every key that the double holds behind a program: the type, encoding, expiry and value. That
 * there are no others is seen by their number.
 */
export function aftermathOf(
  program: Program,
  kept: readonly KeptKey[],
  hasDump: boolean,
  isSolo: boolean,
): Aftermath {
  // By a client of its own, where others may wait.
  const connection = isSolo ? 0 : connectionsOf(program)
  const step = (...argv: string[]): Step => ({ connection, argv, isProbe: true })
  const meaning = meaningOf(program)
  const mayExpire = (meaning & DEADLINE) !== 0
  // Whose deadline is past is counted until it is looked at.
  const named = mayExpire ? namedKeys(program) : []
  const databases = new Set([0, ...kept.map(({ db }) => db)])
  if ((meaning & DATABASE) !== 0) databases.add(1)
  // Out of an open transaction.
  const steps: Step[] = isSolo ? [step('RESET')] : []
  // The first one last: there the next program begins.
  for (const db of [...databases].sort((a, b) => b - a)) {
    if (databases.size > 1) steps.push(step('SELECT', String(db)))
    if (named.length > 0) steps.push(step('EXISTS', ...named))
    const here = kept.filter((one) => one.db === db)
    here.sort((a, b) => (a.key < b.key ? -1 : 1))
    for (const { key } of here) {
      steps.push(step('OBJECT', 'ENCODING', key), step('PEXPIRETIME', key))
      steps.push(step(hasDump ? 'DUMP' : 'TYPE', key))
    }
    const isDigested = ({ type }: KeptKey): boolean =>
      !hasDump || (MAY_KEEP_TIME.has(type) && program.length % DIGEST_EVERY === 0)
    const digested = here.filter(isDigested).map(({ key }) => key)
    if (digested.length > 0) steps.push(step('DEBUG', 'DIGEST-VALUE', ...digested))
    steps.push(step('DBSIZE'))
  }
  const isFew = databases.size === 1 && kept.length <= MAX_DELETED && !mayExpire
  return { program: [...program, ...steps], undo: isFew ? deletionOf(kept) : FLUSHING }
}

/** Without ASYNC Redis 8 hands the work to a thread, and a pipeline behind it can stall. */
export const FLUSHING: readonly (readonly string[])[] = [['FLUSHALL', 'ASYNC']]

function deletionOf(kept: readonly KeptKey[]): string[][] {
  return kept.length === 0 ? [] : [['DEL', ...kept.map(({ key }) => key)]]
}

function meaningOf(program: Program): number {
  let meaning = 0
  for (const { argv } of program) {
    for (const word of argv) {
      if (word.length <= LONGEST) meaning |= MEANINGS.get(word.toLowerCase()) ?? 0
    }
  }
  return meaning
}

function namedKeys(program: Program): string[] {
  const found = new Set<string>()
  for (const { argv } of program) {
    for (const word of argv) if (KNOWN.has(word) || MADE_BY_SCENES.test(word)) found.add(word)
  }
  return [...found].sort()
}
