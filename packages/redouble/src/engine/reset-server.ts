import type { Engine } from './engine.ts'
import { newServerStats } from './server-stats.ts'

/** Takes away what commands have made: keys, scripts, a pause, logs and counters. */
export function resetServer(engine: Engine, keepsData = false): void {
  for (const db of engine.databases) {
    if (keepsData || db.size === 0) continue
    engine.watches.touchAll(db)
    engine.memory.forget(db)
    db.clear()
  }
  engine.tracking.flushed(false)
  if (engine.scripts.count > 0) engine.scripts.flush()
  if (!keepsData && engine.functions.libraryCount > 0) engine.functions.flush()
  if (engine.pause !== null) engine.pauses.end()
  if (!engine.activeExpireEnabled) engine.activeExpireEnabled = true
  engine.slowlog.length = 0
  engine.nextSlowlogId = 0
  engine.latency.reset([])
  engine.commandStats.clear()
  engine.saving.reset()
  Object.assign(engine.stats, newServerStats())
}
