import { keyTableBytes } from '../../command/memory/tables.ts'
import type { Profile } from '../../command/profile.ts'
import type { ServerState } from '../../command/server-state.ts'
import type { Database } from '../../data/database.ts'

/** A server's memory in the terms of INFO and MEMORY STATS, by estimate. */
export interface MemoryReading {
  readonly used: number
  readonly peak: number
  readonly startup: number
  /** What is not keys and values. */
  readonly overhead: number
  readonly dataset: number
  readonly clients: number
  /** What an allocator would hold, and the system would have given to the process. */
  readonly allocated: number
  readonly active: number
  readonly resident: number
  readonly rss: number
}

/** About what servers have beyond what they count, and what their process takes beyond that. */
const UNCOUNTED_BYTES = 900_000
const FRAGMENTATION = 1.02
const RESIDENT_BYTES = 2_500_000
const PROCESS_BYTES = 8_000_000
const PAGE = 4096

export function readMemory({ memory, databases, profile }: ServerState): MemoryReading {
  const { used, peak, clients } = memory
  const { quirks } = profile
  const machines = quirks.machinesAreOverhead
    ? quirks.evalMachineBytes + quirks.functionMachineBytes
    : 0
  let overhead = quirks.startupBytes + clients + quirks.libraryBytes + machines
  for (const db of databases) {
    const { main, expires } = databaseOverhead(db, profile)
    overhead += main + expires
  }
  const allocated = used + UNCOUNTED_BYTES
  const active = Math.ceil((allocated * FRAGMENTATION) / PAGE) * PAGE
  const resident = active + Math.ceil(RESIDENT_BYTES / PAGE) * PAGE
  return {
    used,
    peak,
    startup: quirks.startupBytes,
    overhead,
    dataset: Math.max(0, used - overhead),
    clients,
    allocated,
    active,
    resident,
    rss: resident + Math.ceil(PROCESS_BYTES / PAGE) * PAGE,
  }
}

/** The tables of a database's keys and deadlines, with what lies in them. */
export function databaseOverhead(
  db: Database,
  profile: Profile,
): { readonly main: number; readonly expires: number } {
  const { overheadPerKey, overheadPerExpiry } = profile.quirks
  return {
    main: db.size * overheadPerKey + keyTableBytes(db.size, profile),
    expires: db.volatileCount * overheadPerExpiry + keyTableBytes(db.volatileCount, profile),
  }
}
