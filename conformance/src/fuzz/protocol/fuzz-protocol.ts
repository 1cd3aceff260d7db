import { FuzzRandom } from '../fuzz-random.ts'
import { drawLong, drawRequest } from './draw-request.ts'
import { type Outcome, ProtocolDouble } from './protocol-double.ts'

export interface ProtocolOptions {
  readonly profile: string
  readonly requests: number
  readonly seed: number
  /** Called now and then with the number of requests so far, to show that nothing hangs. */
  readonly onProgress?: (done: number) => void
  /** Sees some of the requests and what came of them. */
  readonly sample?: (request: Request, outcome: Outcome) => void
}

export interface Request {
  readonly bytes: string
  /** Without it requests are of any length. */
  readonly password: string
}

export interface ProtocolFigures {
  readonly requests: number
  readonly seconds: number
  /** How many were hung up on. */
  readonly closed: number
  /** Texts of protocol errors, and how often each was given. */
  readonly errors: Readonly<Record<string, number>>
  /** By how much the heap was larger at its largest than at the beginning, in MiB. */
  readonly heapMb: number
  readonly failures: readonly string[]
}

const LONG_EVERY = 20_000
const SPLIT_EVERY = 4
const EVERY_BYTE_EVERY = 32
const PASSWORD_EVERY = 8
const SAMPLE_EVERY = 500
const PROGRESS_EVERY = 5000
const HEAP_EVERY = 50_000
const MAX_HEAP_MB = 400
const MAX_FAILURES = 20
const PASSWORD = 'secret'

/** Sends malformed requests to the double, in one piece and in several, and counts what went wrong. */
export function fuzzProtocol(options: ProtocolOptions): ProtocolFigures {
  const random = new FuzzRandom(options.seed)
  const open = new ProtocolDouble(options.profile, '')
  const locked = new ProtocolDouble(options.profile, PASSWORD)
  const errors: Record<string, number> = {}
  const failures: string[] = []
  let closed = 0
  let heap = 0
  const before = process.memoryUsage().heapUsed
  const started = performance.now()
  let done = 0
  for (; done < options.requests && failures.length < MAX_FAILURES; done++) {
    const isLong = done % LONG_EVERY === LONG_EVERY - 1
    const bytes = isLong ? drawLong(random) : drawRequest(random)
    const password = random.below(PASSWORD_EVERY) === 0 ? PASSWORD : ''
    const double = password === '' ? open : locked
    const outcome = attempt(double, bytes, random, done, isLong, failures)
    if (outcome === undefined) continue
    if (outcome.isClosed) closed++
    const error = /-ERR Protocol error: ([^\r]*)/.exec(outcome.reply)?.[1]
    if (error !== undefined) {
      const kind = error.replace(/got '.*/s, 'got …')
      errors[kind] = (errors[kind] ?? 0) + 1
    }
    if (done % SAMPLE_EVERY === 0 || isLong) options.sample?.({ bytes, password }, outcome)
    if (done % PROGRESS_EVERY === 0) options.onProgress?.(done)
    if (done % HEAP_EVERY === 0) heap = Math.max(heap, process.memoryUsage().heapUsed - before)
  }
  open.stop()
  locked.stop()
  const heapMb = Math.round(heap / 2 ** 20)
  if (heapMb > MAX_HEAP_MB) failures.push(`the heap grew by ${heapMb} MiB`)
  const seconds = (performance.now() - started) / 1000
  return { requests: done, seconds, closed, errors, heapMb, failures }
}

/** What came of a request, which must not depend on the pieces in which it arrives. */
function attempt(
  double: ProtocolDouble,
  bytes: string,
  random: FuzzRandom,
  index: number,
  isLong: boolean,
  failures: string[],
): Outcome | undefined {
  const buffer = Buffer.from(bytes, 'latin1')
  let cuts: number[] = []
  try {
    const whole = double.send(buffer, cuts)
    const wrong = complaint(whole)
    if (wrong !== undefined) failures.push(`${wrong}: ${show(bytes)}`)
    // How much of a long line has arrived decides when it is too long.
    if (isLong || index % SPLIT_EVERY !== 0 || buffer.length < 2) return whole
    cuts =
      index % EVERY_BYTE_EVERY === 0 ? everyByte(buffer.length) : someCuts(buffer.length, random)
    const parts = double.send(buffer, cuts)
    if (parts.reply === whole.reply && parts.isClosed === whole.isClosed) return whole
    failures.push(
      `in pieces at ${cuts.join()} it says ${show(parts.reply)} (closed: ${parts.isClosed}) instead of ` +
        `${show(whole.reply)} (closed: ${whole.isClosed}): ${show(bytes)}`,
    )
    return whole
  } catch (error) {
    failures.push(
      `${error instanceof Error ? error.stack : error}\n  at ${cuts.join()}: ${show(bytes)}`,
    )
    return undefined
  }
}

/** What no server would say or do. */
function complaint({ reply, isClosed }: Outcome): string | undefined {
  if (reply.includes('Redouble failed')) return `an internal error, ${show(reply)}`
  if (reply.includes('-ERR Protocol error') && !isClosed) return 'a protocol error that goes on'
  return undefined
}

function everyByte(length: number): number[] {
  return Array.from({ length: length - 1 }, (_, i) => i + 1)
}

function someCuts(length: number, random: FuzzRandom): number[] {
  const cuts = new Set<number>()
  for (let i = 1 + random.below(3); i > 0; i--) cuts.add(1 + random.below(length - 1))
  return [...cuts].sort((a, b) => a - b)
}

const SHOWN = 400

function show(bytes: string): string {
  const text = JSON.stringify(bytes)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${bytes.length} bytes)` : text
}
