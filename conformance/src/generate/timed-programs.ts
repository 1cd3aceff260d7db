import type { Program, Step } from '../subjects/step.ts'
import { type Chance, from } from './chance.ts'

/** Between two phases everything that is to run out has done so. */
export const PAUSE_MS = 320
/** Longer than a phase takes, shorter than a pause less the tenth of a second of a server's cycle. */
const SOON_MS = 110
const PHASES = 3
/** The main client, another, and one that listens to events. */
const CLIENTS = 3
const LISTENER = 2

const key = from('a', 'b', 'c')
/**
 * Whose fields run out, they alone: of a key and its fields, both due, it is up to a server's cycle
 * which goes first.
 */
const HASHES = ['h', 'i']
const hash = from(...HASHES)
const soon = String(SOON_MS)
const late = from('100000', '250000')

/** One program in steps before, between and behind two pauses. */
export type TimedProgram = readonly Program[]

/** Deadlines that come while a program waits, and what clients find behind them. */
export function timedProgram(chance: Chance, names: ReadonlySet<string>): TimedProgram {
  const hasFields = names.has('hpexpire')
  const isHeard = chance.oneIn(2)
  const phases = Array.from({ length: PHASES }, (_, phase) => {
    const steps: Step[] = []
    if (phase === 0 && isHeard) steps.push(at(LISTENER, 'PSUBSCRIBE', '__key*@<db>__:*'))
    for (let i = chance.between(2, 4); i > 0; i--) {
      const give = (): Step[] => (hasFields && chance.oneIn(4) ? fields(chance) : deadline(chance))
      steps.push(...(phase < PHASES - 1 && chance.oneIn(2) ? give() : look(chance)))
    }
    if (phase < PHASES - 1 && chance.oneIn(3)) steps.push(at(1, ...wait(chance)))
    if (phase === 0 && chance.oneIn(3)) steps.push(...watch(chance))
    return steps
  })
  if (phases[0].some(({ argv }) => argv[0] === 'MULTI')) phases[1].push(at(0, 'EXEC'))
  return phases
}

function deadline(chance: Chance): Step[] {
  const name = key(chance)
  const when = chance.oneIn(3) ? late(chance) : soon
  return chance.pick([
    [at(0, 'SET', name, 'v', 'PX', when)],
    [at(0, 'PSETEX', name, when, '7')],
    [at(0, 'SET', name, 'v'), at(0, 'PEXPIRE', name, when)],
    [at(0, 'RPUSH', name, '1', '2'), at(0, 'PEXPIRE', name, when, 'NX')],
    [at(0, 'SADD', name, 'm'), at(0, 'PEXPIRE', name, when), at(0, 'COPY', name, key(chance))],
    [at(0, 'GETEX', name, 'PX', when)],
    [at(0, 'SET', name, 'w', 'PX', when), at(0, 'RENAME', name, key(chance))],
    [at(0, 'SET', name, 'w', 'PX', when), at(0, 'SET', name, 'x', 'KEEPTTL')],
    [at(0, 'SET', name, 'w', 'PX', when), at(0, 'PERSIST', name)],
    [at(0, 'EVAL', `redis.call('SET', KEYS[1], 's', 'PX', ${when})`, '1', name)],
  ])
}

function fields(chance: Chance): Step[] {
  const name = hash(chance)
  const when = chance.oneIn(3) ? late(chance) : soon
  return [
    at(0, 'HSET', name, 'f', '1', 'g', '2'),
    at(0, 'HPEXPIRE', name, when, 'FIELDS', '1', chance.pick(['f', 'g'])),
    ...(chance.oneIn(3) ? [at(0, 'HPEXPIRE', name, when, 'FIELDS', '2', 'f', 'g')] : []),
    ...(chance.oneIn(3) ? [at(0, 'HDEL', name, 'f')] : []),
  ]
}

function look(chance: Chance): Step[] {
  const who = chance.oneIn(4) ? 1 : 0
  if (chance.oneIn(5)) return [at(who, ...lookAtHash(chance))]
  const name = key(chance)
  return [
    at(
      who,
      ...chance.pick([
        ['GET', name],
        ['EXISTS', name, key(chance)],
        ['TYPE', name],
        ['PTTL', name],
        ['DBSIZE'],
        ['APPEND', name, 'x'],
        ['INCR', name],
        ['DEL', name],
        ['LPUSHX', name, 'x'],
        ['SET', name, 'x', 'XX', 'GET'],
        ['SET', name, 'x', 'NX'],
        ['HLEN', name],
        ['HGETALL', name],
        ['RENAMENX', name, key(chance)],
        ['SUNIONSTORE', name, 'a', 'b'],
        ['SORT', name, 'ALPHA', 'STORE', key(chance)],
        ['OBJECT', 'ENCODING', name],
        ['EVAL_RO', `return redis.call('EXISTS', KEYS[1])`, '1', name],
      ]),
    ),
  ]
}

function lookAtHash(chance: Chance): string[] {
  const name = hash(chance)
  return chance.pick([
    ['HLEN', name],
    ['HGETALL', name],
    ['HGET', name, 'f'],
    ['HINCRBY', name, 'g', '1'],
    ['HDEL', name, 'g'],
    ['HSETNX', name, 'f', '3'],
    ['EXISTS', name],
    ['TYPE', name],
    ['DEL', name],
    ['SADD', name, 'm'],
  ])
}

/** A client whose patience ends. */
function wait(chance: Chance): string[] {
  const seconds = String(SOON_MS / 1000)
  return chance.pick([
    ['BLPOP', key(chance), key(chance), seconds],
    ['BLMOVE', key(chance), key(chance), 'LEFT', 'RIGHT', seconds],
    ['BZPOPMIN', key(chance), seconds],
    ['BZMPOP', seconds, '1', key(chance), 'MAX'],
    ['XREAD', 'BLOCK', soon, 'STREAMS', key(chance), '$'],
  ])
}

/** What is watched runs out, or has done so already. */
function watch(chance: Chance): Step[] {
  const name = key(chance)
  return [
    at(0, 'SET', name, 'v', 'PX', soon),
    at(0, 'WATCH', name),
    at(0, 'MULTI'),
    at(0, 'EXISTS', name),
  ]
}

function at(connection: number, ...argv: string[]): Step {
  return { connection, argv }
}

/**
 * Several such programs as one that pauses for all of them at once. Each has a database and clients
 * of its own; `prelude` is said before.
 */
export function together(programs: readonly TimedProgram[], prelude: readonly string[][]): Program {
  const steps: Step[] = prelude.map((argv) => at(0, ...argv))
  const place = (program: number, step: Step): Step => ({
    connection: 1 + program * (CLIENTS + 1) + step.connection,
    argv: step.argv.map((word) => word.replace('<db>', String(program + 1))),
  })
  programs.forEach((_, i) => {
    for (let k = 0; k <= CLIENTS; k++) steps.push(place(i, at(k, 'SELECT', '<db>')))
  })
  for (let phase = 0; phase < PHASES; phase++) {
    if (phase > 0) steps.push({ connection: 0, argv: [], sleepMs: PAUSE_MS })
    programs.forEach((program, i) => {
      for (const step of program[phase] ?? []) steps.push(place(i, step))
    })
  }
  programs.forEach((_, i) => {
    for (const name of ['a', 'b', 'c', ...HASHES]) {
      for (const argv of [
        ['TYPE', name],
        ['PTTL', name],
        ['DEBUG', 'DIGEST-VALUE', name],
      ]) {
        steps.push(place(i, at(CLIENTS, ...argv)))
      }
    }
    steps.push(place(i, at(CLIENTS, 'DBSIZE')))
  })
  return steps
}
