import type { Engine } from '../engine/engine.ts'
import { nextLoop } from '../kernel/event-loop.ts'

/** Clients that are answered and ask again for ever would settle never. */
const MOST_LOOPS = 10_000
/** A client's library may take a round of the loop of its own between an answer and what follows. */
const QUIET_LOOPS = 3

/**
 * Resolves when the replies that are on their way have arrived and what clients of this process
 * sent in answer to them is executed too: when nothing has happened for some rounds of the loop.
 */
export async function settle(engine: Engine): Promise<void> {
  let seen = activityOf(engine)
  for (let quiet = 0, loops = 0; quiet < QUIET_LOOPS && loops < MOST_LOOPS; loops++) {
    await nextLoop()
    const now = activityOf(engine)
    quiet = now === seen ? quiet + 1 : 0
    seen = now
  }
}

/** A number that has moved if a client was heard, answered, or came or went. */
export function activityOf(engine: Engine): number {
  const { stats } = engine
  return engine.deliveries + stats.bytesIn + stats.connectionsReceived + stats.commandsProcessed
}
