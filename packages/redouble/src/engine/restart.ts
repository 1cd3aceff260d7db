import type { Engine } from './engine.ts'
import { resetServer } from './reset-server.ts'

/**
 * What a server's restart is to its clients: connections end, scripts and counters are gone, the
 * run id is another. The keys are there again if they were saved.
 */
export function restart(engine: Engine, keepsData: boolean): void {
  engine.scriptRuns.abandon()
  for (const session of [...engine.clients.values()]) session.close()
  resetServer(engine, keepsData)
  engine.access.reset()
  engine.runId = engine.random.hex(40)
}
