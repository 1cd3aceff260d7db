import { clientMemory } from '../command/client-memory.ts'
import type { Config } from '../command/config.ts'
import type { Engine } from './engine.ts'
import type { Session } from './session.ts'

/** The servers let clients take at least this much. */
const LEAST_LIMIT = 128 * 1024

/** `maxmemory-clients` in bytes; 0 for no limit. */
function limitOf({ maxmemoryClients, maxmemory }: Config): number {
  const isShare = maxmemoryClients.endsWith('%')
  const value = Number.parseInt(maxmemoryClients, 10)
  const bytes = isShare ? Math.floor((maxmemory * value) / 100) : value
  return bytes === 0 ? 0 : Math.max(LEAST_LIMIT, bytes)
}

/** Hangs up on the largest clients until the others fit, sparing those of CLIENT NO-EVICT. */
export function evictClients(engine: Engine): void {
  const limit = limitOf(engine.config)
  if (limit === 0) return
  const sizes: { session: Session; bytes: number }[] = []
  let sum = 0
  for (const session of engine.clients.values()) {
    if (session.noEvict) continue
    // What is about to be sent does not count: most of it will be gone at once.
    const { total, outputBytes } = clientMemory(session, engine.now, engine.profile)
    const bytes = total - outputBytes + session.sink.pendingBytes
    sizes.push({ session, bytes })
    sum += bytes
  }
  if (sum <= limit) return
  sizes.sort((a, b) => b.bytes - a.bytes)
  for (const { session, bytes } of sizes) {
    if (sum <= limit) return
    sum -= bytes
    engine.stats.evictedClients++
    session.abort()
  }
}
