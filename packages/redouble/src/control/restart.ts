import type { Engine } from '../engine/engine.ts'
import { restart } from '../engine/restart.ts'
import { type Duration, durationMs } from './duration.ts'
import type { Switchboard } from './switchboard.ts'

/** How a server goes down and comes up. @since 0.1.0 */
export interface RestartOptions {
  /** Whether the keys are there again. @default 'kept' */
  readonly data?: 'kept' | 'lost'
  /** How long nobody answers, on the double's clock. @default 0 */
  readonly downFor?: Duration
}

/** A door that can be shut and opened again. */
export interface Door {
  suspend(): Promise<void>
  resume(): Promise<void>
}

/** Ends all connections, refuses new ones while the server is down, and lets clients in again. */
export async function restartServer(
  engine: Engine,
  board: Switchboard,
  doors: readonly Door[],
  { data = 'kept', downFor = 0 }: RestartOptions = {},
): Promise<void> {
  const downMs = durationMs(downFor)
  const comeUp = board.guard(() => false)
  restart(engine, data === 'kept')
  const isUp = new Promise<void>((resolve) => {
    if (downMs === 0) resolve()
    else engine.clock.setTimer(resolve, downMs)
  })
  await Promise.all(doors.map((door) => door.suspend()))
  await isUp
  comeUp()
  await Promise.all(doors.map((door) => door.resume()))
}
