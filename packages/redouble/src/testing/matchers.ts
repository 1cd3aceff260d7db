import {
  type Duration,
  durationMs,
  type InspectedKey,
  type TraceEntry,
  type TraceFilter,
} from '../control/index.ts'
import { RedoubleError } from '../kernel/redouble-error.ts'

/** What the matchers look at: a double. */
interface Looked {
  inspect(key: string, options?: { readonly db?: number }): InspectedKey | null
  keys(options?: { readonly db?: number }): string[]
  readonly trace: { filter(filter: TraceFilter): TraceEntry[] }
}

/** What a runner gives its matchers as `this`; vitest's and jest's have these in common. */
interface MatcherContext {
  readonly isNot?: boolean
  equals(a: unknown, b: unknown): boolean
  readonly utils: {
    printExpected(value: unknown): string
    printReceived(value: unknown): string
    diff?(a: unknown, b: unknown): string | null | undefined
  }
}

interface Verdict {
  readonly pass: boolean
  message(): string
}

/** How near to the wanted time a TTL has to be: a test takes a while to look. */
const TTL_TOLERANCE_MS = 1000
const MOST_NAMES = 10
const MOST_CALLS = 20

/**
 * Matchers for `expect.extend` of vitest and jest. `redouble/vitest` and `redouble/jest` add them.
 *
 * @since 0.1.0
 * @example
 * ```ts
 * expect.extend(matchers)
 * expect(redis).toHaveKey('user:1', { name: 'Ada' })
 * expect(redis).toHaveTtl('session', '30m')
 * expect(redis).toHaveReceived('SET', 'user:1', expect.any(String))
 * expect(redis).toHaveReceivedTimes('GET', 2)
 * ```
 */
export const matchers = {
  toHaveKey(
    this: MatcherContext,
    redis: unknown,
    key: string,
    ...expected: readonly unknown[]
  ): Verdict {
    const looked = checked(redis, 'toHaveKey')
    const found = looked.inspect(key)
    const isValueMeant = expected.length > 0
    const pass = found !== null && (!isValueMeant || this.equals(found.value, expected[0]))
    return {
      pass,
      message: () => {
        if (found === null) return `there is no key ${show(this, key)}. ${others(looked)}`
        if (!isValueMeant) return `there is a key ${show(this, key)}: ${told(this, found)}`
        if (pass) return `the key ${show(this, key)} holds ${this.utils.printReceived(found.value)}`
        const diff = this.utils.diff?.(expected[0], found.value)
        return (
          `the key ${show(this, key)} (${found.type}) holds something else:\n` +
          (diff ?? `${this.utils.printExpected(expected[0])}\n${told(this, found)}`)
        )
      },
    }
  },

  toHaveTtl(this: MatcherContext, redis: unknown, key: string, ttl?: Duration): Verdict {
    const looked = checked(redis, 'toHaveTtl')
    const found = looked.inspect(key)
    const left = found?.ttlMs ?? null
    const wanted = ttl === undefined ? null : durationMs(ttl)
    const isNear = wanted === null || Math.abs((left ?? 0) - wanted) <= TTL_TOLERANCE_MS
    return {
      pass: left !== null && isNear,
      message: () => {
        if (found === null) return `there is no key ${show(this, key)}. ${others(looked)}`
        if (left === null) return `the key ${show(this, key)} never expires`
        const rather = wanted === null ? '' : `, and not in ${wanted} ms`
        return `the key ${show(this, key)} expires in ${left} ms${this.isNot ? '' : rather}`
      },
    }
  },

  toHaveReceived(
    this: MatcherContext,
    redis: unknown,
    command: string,
    ...args: readonly unknown[]
  ): Verdict {
    const calls = callsOf(checked(redis, 'toHaveReceived'), command)
    const wanted = args.map((arg) => (typeof arg === 'number' ? String(arg) : arg))
    const pass = calls.some(({ args: given }) => {
      return this.equals(given.slice(0, wanted.length), wanted)
    })
    const call = [command.toUpperCase(), ...wanted.map((arg) => String(arg))].join(' ')
    return {
      pass,
      message: () => {
        return `${call} was ${pass ? '' : 'not '}received. ${listed(command, calls)}`
      },
    }
  },

  toHaveReceivedTimes(
    this: MatcherContext,
    redis: unknown,
    command: string,
    times: number,
  ): Verdict {
    const calls = callsOf(checked(redis, 'toHaveReceivedTimes'), command)
    return {
      pass: calls.length === times,
      message: () => {
        const rather = this.isNot ? '' : `, and not ${times}`
        return `${command.toUpperCase()} was received ${calls.length} times${rather}. ${listed(command, calls)}`
      },
    }
  },
}

/** What a client, a transaction or a script asked for; not what expired. */
function callsOf(redis: Looked, command: string): TraceEntry[] {
  return redis.trace.filter({ command, where: ({ client }) => client !== null })
}

function listed(command: string, calls: readonly TraceEntry[]): string {
  if (calls.length === 0) return `No ${command.toUpperCase()} was.`
  const lines = calls.slice(-MOST_CALLS).map(({ id, client, args }) => {
    return `  ${id}  ${client?.name || `client ${client?.id}`}: ${command.toUpperCase()} ${args.join(' ')}`
  })
  const more = calls.length > MOST_CALLS ? `the last ${MOST_CALLS} of ` : ''
  return `What was (${more}${calls.length}):\n${lines.join('\n')}`
}

function others(redis: Looked): string {
  const keys = redis.keys()
  if (keys.length === 0) return 'The database is empty.'
  const more = keys.length > MOST_NAMES ? `, and ${keys.length - MOST_NAMES} more` : ''
  return `There are: ${keys.slice(0, MOST_NAMES).join(', ')}${more}.`
}

function show(context: MatcherContext, key: string): string {
  return context.utils.printExpected(key)
}

function told(context: MatcherContext, { type, value }: InspectedKey): string {
  return `${type} ${context.utils.printReceived(value)}`
}

function checked(redis: unknown, matcher: string): Looked {
  const looked = redis as Partial<Looked> | null
  if (typeof looked?.inspect === 'function' && typeof looked.keys === 'function') {
    return looked as Looked
  }
  throw new RedoubleError(
    'REDOUBLE_NOT_A_DOUBLE',
    `${matcher} looks at a Redouble: write expect(redis).${matcher}(…), not expect(client).`,
  )
}

/** The types of the matchers, for a runner's own declarations. @since 0.1.0 */
export interface RedoubleMatchers<R = unknown> {
  /** There is such a key, and it holds this value as `redis.inspect` shows it. */
  toHaveKey(key: string, value?: unknown): R
  /** The key expires; in about so long, a second more or less. */
  toHaveTtl(key: string, ttl?: Duration): R
  /** Such a command was received, with arguments that begin so. Needs `trace: true`. */
  toHaveReceived(command: string, ...args: unknown[]): R
  /** Needs `trace: true`. */
  toHaveReceivedTimes(command: string, times: number): R
}
