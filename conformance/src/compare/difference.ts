import { splitReplies } from '../subjects/reply-reader.ts'
import { type Program, runsOf, type Step, toCli, type Transcript } from '../subjects/step.ts'
import { agree } from './agree.ts'
import { loosenessOf } from './looseness.ts'

/** The first place at which two servers part. */
export interface Difference {
  readonly step: Step | undefined
  readonly ours: string
  readonly theirs: string
}

/** Compares transcripts of one program; null when they agree. */
export function findDifference(
  program: Program,
  ours: Transcript,
  theirs: Transcript,
): Difference | null {
  return findDifferences(program, ours, theirs).next().value ?? null
}

/** All places at which they part, in order. */
export function* findDifferences(
  program: Program,
  ours: Transcript,
  theirs: Transcript,
): Generator<Difference, void> {
  let isSame = true
  for (let connection = 0; connection < ours.streams.length; connection++) {
    const mine = ours.streams[connection]
    const other = theirs.streams[connection] ?? ''
    if (mine === other) continue
    for (const difference of compareStreams(stepsOf(program, connection), mine, other)) {
      isSame = false
      yield difference
    }
  }
  // With the same words at another time a client was woken too early or too late.
  if (isSame) yield* findUntimely(program, ours, theirs)
}

function* findUntimely(
  program: Program,
  ours: Transcript,
  theirs: Transcript,
): Generator<Difference, void> {
  const run = ours.counts.findIndex((counts, i) =>
    counts.some((count, k) => count !== (theirs.counts[i]?.[k] ?? count)),
  )
  if (run < 0) return
  const saying = (counts: readonly number[]): string => `replies so far: ${counts.join(', ')}`
  const step = runsOf(program)[run]?.at(-1)
  yield { step, ours: saying(ours.counts[run]), theirs: saying(theirs.counts[run]) }
}

function stepsOf(program: Program, connection: number): Program {
  return program.filter((step) => step.connection === connection && step.sleepMs === undefined)
}

function* compareStreams(
  steps: Program,
  ours: string,
  theirs: string,
): Generator<Difference, void> {
  const mine = splitReplies(ours)
  const other = splitReplies(theirs)
  const aligned = align(steps, mine)
  const queued: Step[] = []
  for (let i = 0; i < Math.max(mine.length, other.length); i++) {
    const step = aligned[i]
    const a = mine[i] ?? ''
    const b = other[i] ?? ''
    if (step !== undefined && a.startsWith('+QUEUED')) queued.push(step)
    const called = endsTransaction(step) ? queued.splice(0) : []
    if (a === b) continue
    if (called.length > 0 && execAgrees(called, a, b)) continue
    if (step !== undefined && a !== '' && b !== '' && agree(a, b, loosenessOf(step.argv))) continue
    yield { step, ours: a, theirs: b }
  }
}

function endsTransaction(step: Step | undefined): boolean {
  return step !== undefined && /^(?:exec|discard|reset)$/i.test(step.argv[0])
}

/** What comes between replies; what says that a subscription began or ended is a reply. */
const MESSAGE =
  /^(?:(?:\*|>)\d\r\n\$\d+\r\n(?:message|pmessage|smessage|invalidate)\r\n|\+\d+\.\d+ \[|#closed)/

/** Which step of a connection each of its replies is for. */
function align(steps: Program, replies: readonly string[]): (Step | undefined)[] {
  const left = spokenSteps(steps)
  let current: Step | undefined
  let due = 0
  return replies.map((reply) => {
    if (MESSAGE.test(reply)) return undefined
    // Without names all are left, each with a reply.
    if (due === ALL && !LEFT.test(reply)) due = 0
    if (due === 0) {
      current = left.shift()
      due = repliesOf(current, reply)
    }
    if (due !== ALL) due--
    return current
  })
}

const ALL = Number.POSITIVE_INFINITY
const LEFT = /^(?:\*|>)3\r\n\$\d+\r\n[ps]?unsubscribe\r\n/

function repliesOf(step: Step | undefined, reply: string): number {
  if (step === undefined || !isOfSubscription(step, reply)) return 1
  return step.argv.length === 1 ? ALL : step.argv.length - 1
}

/** Without the steps that CLIENT REPLY silences. */
function spokenSteps(steps: Program): Step[] {
  if (!steps.some(({ argv }) => argv[1]?.toLowerCase() === 'reply')) return [...steps]
  let mode = 'on'
  return steps.filter(({ argv }) => {
    const [first, second, to] = argv.map((word) => word.toLowerCase())
    const isSwitch = first === 'client' && second === 'reply' && argv.length === 3
    const wasSkipped = mode === 'skip'
    if (isSwitch && (to === 'on' || to === 'off' || (to === 'skip' && mode !== 'off'))) mode = to
    else if (wasSkipped) mode = 'on'
    if (isSwitch && mode !== 'on') return false
    return mode === 'on' && !wasSkipped
  })
}

/** SUBSCRIBE and its kind answer once for each name, unless they are refused or queued. */
function isOfSubscription(step: Step | undefined, reply: string): boolean {
  return step !== undefined && /subscribe$/i.test(step.argv[0]) && /^[*>]/.test(reply)
}

/** The reply that each step of a program got, where it got one. */
export function repliesByStep(program: Program, { streams }: Transcript): Map<Step, string> {
  const found = new Map<Step, string>()
  streams.forEach((stream, connection) => {
    const replies = splitReplies(stream)
    align(stepsOf(program, connection), replies).forEach((step, i) => {
      if (step !== undefined && !found.has(step)) found.set(step, replies[i])
    })
  })
  return found
}

/** The replies inside EXEC's array, each under its own command's looseness. */
function execAgrees(queued: readonly Step[], ours: string, theirs: string): boolean {
  const header = `*${queued.length}\r\n`
  if (!ours.startsWith(header) || !theirs.startsWith(header)) return false
  const mine = splitReplies(ours.slice(header.length))
  const other = splitReplies(theirs.slice(header.length))
  return queued.every((step, i) => agree(mine[i] ?? '', other[i] ?? '', loosenessOf(step.argv)))
}

/** A difference alone, for scripts whose lines can be found in their file. */
export function describeShortly({ step, ours, theirs }: Difference): string {
  const line = step === undefined ? '(a push, or replies that do not line up)' : toCli(step)
  return `  ${line}\n    the double: ${JSON.stringify(ours)}\n    the server: ${JSON.stringify(theirs)}`
}

/** A program and its difference as text to paste into `redis-cli`. */
export function describe(program: Program, difference: Difference): string {
  const end = difference.step === undefined ? -1 : program.indexOf(difference.step)
  const shown = end < 0 ? program : program.slice(0, end + 1)
  const lines = shown.map((step) => {
    const mark = step === difference.step ? '   # ← here' : ''
    return `  ${toCli(step)}${mark}`
  })
  return [
    ...lines,
    `  the double: ${JSON.stringify(difference.ours)}`,
    `  the server: ${JSON.stringify(difference.theirs)}`,
  ].join('\n')
}
