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
  if (isSame(ours, theirs)) return
  const runs = runsOf(program)
  const queued: Step[][] = []
  for (let i = 0; i < ours.length; i++) {
    for (let connection = 0; connection < ours[i].length; connection++) {
      const mine = ours[i][connection]
      const other = theirs[i]?.[connection] ?? ''
      // Replies line up with steps on the connection that sent them, unless pushes came between.
      const run = runs.length === 1 || runs[i]?.[0].connection === connection ? runs[i] : undefined
      queued[connection] ??= []
      yield* compareStreams(run, mine, other, queued[connection])
    }
  }
}

function isSame(ours: Transcript, theirs: Transcript): boolean {
  return ours.every((replies, i) => replies.every((text, k) => text === (theirs[i]?.[k] ?? '')))
}

function* compareStreams(
  run: Program | undefined,
  ours: string,
  theirs: string,
  queued: Step[],
): Generator<Difference, void> {
  const mine = splitReplies(ours)
  const other = splitReplies(theirs)
  const aligned = run === undefined ? [] : align(run, mine)
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

/** Messages come between replies; what says that a subscription began or ended is a reply. */
const MESSAGE = /^(?:\*|>)\d\r\n\$\d+\r\n(?:message|pmessage|smessage|invalidate)\r\n/

/** Which step each reply is for; none when replies cannot be counted. */
function align(run: Program, replies: readonly string[]): (Step | undefined)[] {
  // Without a name all are left, each with a reply.
  if (run.some(({ argv }) => argv.length === 1 && /unsubscribe$/i.test(argv[0]))) return []
  const steps = [...run]
  let current: Step | undefined
  let due = 0
  return replies.map((reply) => {
    if (MESSAGE.test(reply)) return undefined
    if (due === 0) {
      current = steps.shift()
      due = isOfSubscription(current, reply) ? (current as Step).argv.length - 1 : 1
    }
    due--
    return current
  })
}

/** SUBSCRIBE and its kind answer once for each name, unless they are refused or queued. */
function isOfSubscription(step: Step | undefined, reply: string): boolean {
  return step !== undefined && /subscribe$/i.test(step.argv[0]) && /^[*>]/.test(reply)
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
