import { type ServerCondition, SERVER_CONDITIONS } from '../command/errors/conditions.ts'
import type { Engine } from '../engine/engine.ts'
import { encodeUtf8 } from '../kernel/bytes.ts'
import { RedoubleError } from '../kernel/redouble-error.ts'
import { ErrorReply, NO_REPLY } from '../resp/reply.ts'
import { type CommandMatch, CommandMatcher } from './command-match.ts'
import { type Duration, durationMs } from './duration.ts'
import type { Fault } from './fault.ts'
import { Partition, type PartitionOptions } from './partition.ts'
import type { Rule, Switchboard } from './switchboard.ts'
import { type Occurrence, OCCURRENCE_WORDS, Trigger } from './trigger.ts'
import { hangUp, sendHalf, sendInSingleBytes } from './wire-faults.ts'

/** At which commands a fault happens. @since 0.1.0 */
export interface FaultMatch extends CommandMatch, Occurrence {}

type Deed = Pick<Rule, 'before' | 'after'>

/**
 * What goes wrong by order of a test. Each fault happens once, to the next command that matches,
 * unless `nth`, `times` or `probability` say otherwise.
 *
 * @since 0.1.0
 * @example
 * ```ts
 * redis.faults.error({ command: 'SET', key: 'cart:*' }, 'READONLY')
 * redis.faults.dropAfter({ command: 'INCR', client: 'worker-1', nth: 2 })
 * redis.faults.delay({ command: 'GET', times: Infinity }, '200ms')
 * ```
 */
export class Faults {
  readonly #engine: Engine
  readonly #board: Switchboard
  #all: Fault[] = []

  constructor(engine: Engine, board: Switchboard) {
    this.#engine = engine
    this.#board = board
  }

  /** All faults that were ordered since the last `clear`. */
  get all(): readonly Fault[] {
    return this.#all
  }

  get armed(): readonly Fault[] {
    return this.#all.filter((fault) => fault.isArmed)
  }

  get fired(): readonly Fault[] {
    return this.#all.filter((fault) => fault.fired > 0)
  }

  get neverFired(): readonly Fault[] {
    return this.#all.filter((fault) => fault.fired === 0)
  }

  /**
   * The command is not applied, and answered with an error: the name of a condition, whose text is
   * the server's (`LOADING`, `READONLY`, `OOM`, `BUSY`, `NOSCRIPT`, `CLUSTERDOWN`, `MASTERDOWN`,
   * `NOAUTH`, `NOREPLICAS`, `MISCONF`, `TRYAGAIN`), or a whole text such as
   * `'MOVED 3999 127.0.0.1:6381'`.
   *
   * @throws RedoubleError `REDOUBLE_INVALID_FAULT`, `REDOUBLE_INVALID_MATCH`,
   * `REDOUBLE_INVALID_OCCURRENCE`
   */
  error(match: FaultMatch, error: ServerCondition | (string & {})): Fault {
    const reply = errorReply(error)
    return this.#order(match, `answer ${reply.text.split(' ')[0]}`, {
      before: (session, argv) => this.#engine.gatekeeper.refuse(session, argv, reply),
    })
  }

  /** The command, and what its client sends behind it, waits on the engine's clock first. */
  delay(match: FaultMatch, by: Duration): Fault {
    const ms = durationMs(by)
    const { clock, gatekeeper } = this.#engine
    return this.#order(match, `delay by ${by}`, {
      before: (session, argv) => {
        gatekeeper.keep(session)
        clock.setTimer(() => gatekeeper.apply(session, argv), ms)
      },
    })
  }

  /** The connection is lost before the command is applied: the lost request. */
  dropBefore(match: FaultMatch): Fault {
    return this.#order(match, 'drop the connection before applying', {
      before: (session) => hangUp(this.#engine, session),
    })
  }

  /** The command is applied, and the connection is lost before its reply: the lost reply. */
  dropAfter(match: FaultMatch): Fault {
    return this.#order(match, 'apply, then drop the connection', {
      after: (session) => {
        hangUp(this.#engine, session)
        return NO_REPLY
      },
    })
  }

  /** The first half of the reply's bytes arrives, and then nothing any more. */
  halfReply(match: FaultMatch): Fault {
    return this.#order(match, 'send half the reply, then nothing', {
      after: (session, _argv, reply) => sendHalf(this.#engine, this.#board, session, reply),
    })
  }

  /** The reply arrives in single bytes, each in a round of the event loop of its own. */
  splitReply(match: FaultMatch): Fault {
    return this.#order(match, 'send the reply byte by byte', {
      after: (session, _argv, reply) => sendInSingleBytes(this.#board, session, reply),
    })
  }

  /**
   * New connections are refused. In the process the client sees ECONNREFUSED, over TCP a reset.
   *
   * @param options how many are refused; by default all, until it is disarmed
   */
  refuseConnections(options: Occurrence = {}): Fault {
    const trigger = new Trigger({ times: Number.POSITIVE_INFINITY, ...options })
    const leave = this.#board.guard(() => !trigger.pull())
    const fault = new OrderedFault('refuse connections', trigger, leave)
    this.#all.push(fault)
    return fault
  }

  /**
   * The network is cut: nothing arrives and nothing is answered, no connection ends, until `heal`.
   * New connections are taken, and hang as well.
   */
  partition(options: PartitionOptions = {}): Partition {
    const partition = new Partition(this.#engine, this.#board, options)
    this.#all.push(partition)
    return partition
  }

  /** Disarms all faults and forgets them; partitions heal. */
  clear(): void {
    const all = this.#all
    this.#all = []
    for (const fault of all) fault.disarm()
  }

  /**
   * For the end of a test: fails when a fault never happened, which is a test of less than it says.
   *
   * @throws RedoubleError `REDOUBLE_FAULT_NEVER_FIRED`
   */
  assertFired(): void {
    const idle = this.neverFired
    if (idle.length === 0) return
    const list = idle.map((fault) => `- ${fault.description}`).join('\n')
    throw new RedoubleError(
      'REDOUBLE_FAULT_NEVER_FIRED',
      `${idle.length} of ${this.#all.length} faults never happened:\n${list}\nNo command matched. ` +
        'disarm() those that need not happen.',
    )
  }

  #order(match: FaultMatch, what: string, deed: Deed): Fault {
    const matcher = new CommandMatcher(this.#engine, match, OCCURRENCE_WORDS)
    const trigger = new Trigger(match)
    const rule: Rule = {
      ...deed,
      takes(session, argv) {
        return !trigger.isSpent && matcher.matches(session, argv) && trigger.pull()
      },
    }
    const fault = new OrderedFault(`${what}: ${matcher}`, trigger, () => this.#board.remove(rule))
    this.#board.add(rule)
    this.#all.push(fault)
    return fault
  }
}

class OrderedFault implements Fault {
  readonly description: string
  readonly #trigger: Trigger
  readonly #leave: () => void
  #isDisarmed = false

  constructor(description: string, trigger: Trigger, leave: () => void) {
    this.description = description
    this.#trigger = trigger
    this.#leave = leave
  }

  get fired(): number {
    return this.#trigger.fired
  }

  get isArmed(): boolean {
    return !this.#isDisarmed && !this.#trigger.isSpent
  }

  disarm(): void {
    this.#isDisarmed = true
    this.#leave()
  }
}

function errorReply(error: string): ErrorReply {
  if (Object.hasOwn(SERVER_CONDITIONS, error)) return SERVER_CONDITIONS[error as ServerCondition]
  // A code word and something to say: anything else is a misspelt condition.
  if (typeof error === 'string' && /^[A-Z]+ [^\r\n]+$/.test(error)) {
    return new ErrorReply(encodeUtf8(error))
  }
  throw new RedoubleError(
    'REDOUBLE_INVALID_FAULT',
    `${JSON.stringify(error)} is no error: pass one of ${Object.keys(SERVER_CONDITIONS).join(', ')}, ` +
      "or a whole text such as 'ERR something' or 'MOVED 3999 127.0.0.1:6381'.",
  )
}
