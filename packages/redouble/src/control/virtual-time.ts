import type { Engine } from '../engine/engine.ts'
import { RedoubleError } from '../kernel/redouble-error.ts'
import type { VirtualClock } from '../kernel/virtual-clock.ts'
import { type Duration, durationMs } from './duration.ts'
import { activityOf, settle } from './settle.ts'

/**
 * The time of a double that was created with `clock: 'virtual'`: it stands still until it is told
 * to move, and all that waits or expires moves with it.
 *
 * @since 0.1.0
 * @example
 * ```ts
 * const redis = await Redouble.create({ clock: 'virtual' })
 * await redis.client.set('session', 'x', { ex: 7200 })
 * await redis.clock.advance('2h')
 * console.log(await redis.client.get('session')) // null
 * ```
 */
export interface ControlledClock {
  /** Unix milliseconds. */
  readonly now: number
  /**
   * Moves time on. What comes due on the way happens in the order of its deadlines, each with its
   * answers delivered, and what clients of this process send in answer executed, before time moves
   * further. Commands that were sent before the call are executed before time moves.
   *
   * @throws RedoubleError `REDOUBLE_INVALID_DURATION`
   */
  advance(by: Duration): Promise<void>
  /**
   * Moves time to an instant: a Date, Unix milliseconds, or an ISO 8601 text.
   *
   * @throws RedoubleError `REDOUBLE_INVALID_TIME` when it is none, or lies in the past
   */
  advanceTo(at: Date | number | string): Promise<void>
  /** Moves time to what comes due next, and lets it happen. False when nothing is to come. */
  runToNextEvent(): Promise<boolean>
}

export class VirtualTime implements ControlledClock {
  readonly #clock: VirtualClock
  readonly #engine: Engine
  #moving: Promise<unknown> = Promise.resolve()

  constructor(clock: VirtualClock, engine: Engine) {
    this.#clock = clock
    this.#engine = engine
  }

  get now(): number {
    return this.#clock.now()
  }

  async advance(by: Duration): Promise<void> {
    const ms = durationMs(by)
    await this.#inTurn(() => this.#moveTo(this.#clock.nowMicros() / 1000 + ms))
  }

  async advanceTo(at: Date | number | string): Promise<void> {
    const ms = instantMs(at)
    await this.#inTurn(() => {
      if (ms < this.now) throw invalidTime(at, `lies before ${shown(this.now)}, the time it is`)
      return this.#moveTo(ms)
    })
  }

  async runToNextEvent(): Promise<boolean> {
    let happened = false
    await this.#inTurn(async () => {
      const wait = this.#clock.untilNextTimer
      happened = wait !== undefined
      if (wait !== undefined) await this.#step(wait)
    })
    return happened
  }

  /** Two who move time at once move it one after the other. */
  #inTurn(move: () => Promise<void>): Promise<void> {
    const done = this.#moving.then(async () => {
      await settle(this.#engine)
      await move()
    })
    this.#moving = done.catch(() => {})
    return done
  }

  async #moveTo(targetMs: number): Promise<void> {
    const clock = this.#clock
    for (;;) {
      const wait = clock.untilNextTimer
      if (wait === undefined || clock.nowMicros() / 1000 + wait > targetMs) break
      await this.#step(wait)
    }
    const rest = targetMs - clock.nowMicros() / 1000
    if (rest > 0) clock.advance(rest)
  }

  /** A key that expires unheard costs no round of the event loop. */
  async #step(waitMs: number): Promise<void> {
    const before = activityOf(this.#engine)
    this.#clock.advance(waitMs)
    if (activityOf(this.#engine) !== before) await settle(this.#engine)
  }
}

/** @throws RedoubleError `REDOUBLE_INVALID_TIME` */
export function instantMs(at: Date | number | string): number {
  const ms = at instanceof Date ? at.getTime() : typeof at === 'string' ? Date.parse(at) : at
  if (Number.isFinite(ms)) return ms
  throw invalidTime(at, 'is no instant: pass a Date, Unix milliseconds or an ISO 8601 text')
}

function invalidTime(at: unknown, why: string): RedoubleError {
  const text = at instanceof Date || typeof at === 'number' ? shown(at) : String(at)
  return new RedoubleError('REDOUBLE_INVALID_TIME', `${text} ${why}.`)
}

function shown(at: Date | number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString()
}
