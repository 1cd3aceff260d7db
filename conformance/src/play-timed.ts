import { loadScriptHost, VirtualClock } from 'redouble/embed'
import { describe, findDifference } from './compare/difference.ts'
import { Chance } from './generate/chance.ts'
import { type TimedProgram, timedProgram, together } from './generate/timed-programs.ts'
import type { Pair } from './pair.ts'
import { Double } from './subjects/double.ts'
import { playTogether } from './subjects/play.ts'
import { splitReplies } from './subjects/reply-reader.ts'
import { connectionsOf, type Program, runsOf, type Transcript } from './subjects/step.ts'

/** They wait at the same time, each in a database of its own. */
const AT_ONCE = 8
const PATIENCE_MS = 400
/** A difference is one that shows as often: the machine may have been busy. */
const TIMES = 3

/** What came of programs that wait. */
export interface TimedOutcome {
  readonly programs: number
  readonly commands: number
  readonly difference: string | undefined
}

/**
 * Plays programs that wait on the double, on a server, and on a double whose clock is moved instead
 * of waited for; all three must agree.
 */
export async function playTimed(
  pair: Pair,
  profile: string,
  names: ReadonlySet<string>,
  seed: number,
  resp: 2 | 3,
): Promise<TimedOutcome> {
  const chance = new Chance(seed)
  const programs = Array.from({ length: AT_ONCE }, () => timedProgram(chance, names))
  const prelude = [
    ['CONFIG', 'SET', 'notify-keyspace-events', 'KEA'],
    ['DEBUG', 'SET-ACTIVE-EXPIRE', chance.oneIn(3) ? '0' : '1'],
  ]
  const all = together(programs, prelude)
  const counts = { programs: AT_ONCE, commands: all.length }
  if ((await differenceOf(pair, profile, all, resp)) === undefined) {
    return { ...counts, difference: undefined }
  }
  for (const program of programs) {
    const difference = await lasting(pair, profile, [program], prelude, resp)
    if (difference !== undefined) return { ...counts, difference }
  }
  return { ...counts, difference: await lasting(pair, profile, programs, prelude, resp) }
}

async function lasting(
  pair: Pair,
  profile: string,
  programs: readonly TimedProgram[],
  prelude: readonly string[][],
  resp: 2 | 3,
): Promise<string | undefined> {
  let difference: string | undefined
  for (let i = 0; i < TIMES; i++) {
    difference = await differenceOf(pair, profile, together(programs, prelude), resp)
    if (difference === undefined) return undefined
  }
  return difference
}

async function differenceOf(
  pair: Pair,
  profile: string,
  program: Program,
  resp: 2 | 3,
): Promise<string | undefined> {
  const options = { fresh: true, patienceMs: PATIENCE_MS }
  const [ours, theirs] = await playTogether(pair.double, pair.real, program, resp, options)
  await pair.real.ask('DEBUG', 'SET-ACTIVE-EXPIRE', '1')
  await pair.double.ask('DEBUG', 'SET-ACTIVE-EXPIRE', '1')
  const mine = inAnyOrder(ours)
  const real = findDifference(program, mine, inAnyOrder(theirs))
  if (real !== null) return describe(program, real)
  const moved = findDifference(
    program,
    inAnyOrder(await playVirtually(profile, program, resp)),
    mine,
  )
  if (moved === null) return undefined
  return `on a virtual clock (the server is the double on the system's)\n${describe(program, moved)}`
}

/** A server finds keys that have run out in an order of its own. */
function inAnyOrder({ streams, counts }: Transcript): Transcript {
  const isMessage = (reply: string): boolean => /^[*>]4\r\n\$8\r\npmessage/.test(reply)
  const sorted = streams.map((stream) => {
    const replies = splitReplies(stream)
    const messages = replies.filter(isMessage).sort()
    return [...replies.filter((reply) => !isMessage(reply)), ...messages].join('')
  })
  return { streams: sorted, counts }
}

async function playVirtually(profile: string, program: Program, resp: 2 | 3): Promise<Transcript> {
  const clock = new VirtualClock(Date.now())
  const double = new Double(profile, { loadScriptHost, checksFootprints: true, clock })
  await double.warmUp()
  await double.open(connectionsOf(program), resp)
  const counts: number[][] = []
  for (const run of runsOf(program)) {
    const [{ sleepMs }] = run
    if (sleepMs === undefined) double.send(run)
    else clock.advance(sleepMs)
    await double.barrier()
    counts.push(double.counts())
  }
  const streams = double.take()
  await double.stop()
  return { streams, counts }
}
