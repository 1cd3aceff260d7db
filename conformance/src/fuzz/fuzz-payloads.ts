import { FuzzRandom } from './fuzz-random.ts'
import { FuzzedDouble } from './fuzzed-double.ts'
import { mutated } from './mutate-payload.ts'
import { seedPayloads } from './seed-payloads.ts'
import { touchKey } from './touch-key.ts'

export interface FuzzOptions {
  readonly profile: string
  readonly payloads: number
  readonly seed: number
  /** Sees each payload, and what the double answered. */
  readonly onPayload?: (payload: string, answer: Answer, index: number) => Promise<void> | undefined
}

export type Answer = 'restored' | 'bad data' | 'bad version or checksum'

export interface FuzzFigures {
  readonly answers: Readonly<Record<Answer, number>>
  /** What the double failed in, with the payload that shows it, in hex. */
  readonly failures: readonly string[]
  /** The longest that one payload took, touches included, in milliseconds. */
  readonly slowestMs: number
}

/** A payload that takes longer hangs, to whoever waits for it. */
const TOO_SLOW_MS = 2000
const MAX_FAILURES = 20

/** Restores corrupt payloads on a double, touches what came of them, and counts what went wrong. */
export async function fuzzPayloads(options: FuzzOptions): Promise<FuzzFigures> {
  const random = new FuzzRandom(options.seed)
  const seeds = seedPayloads(options.profile)
  const double = new FuzzedDouble(options.profile)
  const answers = { restored: 0, 'bad data': 0, 'bad version or checksum': 0 }
  const failures: string[] = []
  let slowestMs = 0
  for (let i = 0; i < options.payloads && failures.length < MAX_FAILURES; i++) {
    const payload = mutated(random.pick(seeds), random.pick(seeds), random)
    const started = performance.now()
    const reply = double.ask('RESTORE', 'k', '0', payload, 'REPLACE')
    const answer = answerOf(reply)
    const wrong = answer === undefined ? [reply] : []
    if (answer !== undefined) answers[answer]++
    if (answer === 'restored') wrong.push(...touchKey(double))
    const took = performance.now() - started
    slowestMs = Math.max(slowestMs, took)
    if (took > TOO_SLOW_MS) wrong.push(`took ${took.toFixed(0)} ms`)
    for (const what of wrong) {
      failures.push(`${what}\n  ${Buffer.from(payload, 'latin1').toString('hex')}`)
    }
    if (answer !== undefined) await options.onPayload?.(payload, answer, i)
    double.ask('FLUSHALL')
  }
  double.engine.stop()
  return { answers, failures, slowestMs }
}

export function answerOf(reply: string): Answer | undefined {
  if (reply.startsWith('+OK')) return 'restored'
  if (reply.startsWith('-ERR Bad data format')) return 'bad data'
  return reply.startsWith('-ERR DUMP payload version') ? 'bad version or checksum' : undefined
}
