import type { DumpedFunctions, LoadReport } from '../command/save-state.ts'
import { nextVectorSetUid } from '../command/vector-set-uid.ts'
import type { Database } from '../data/database.ts'
import { NO_EXPIRY } from '../data/entry.ts'
import { type LoadedKey, loadFile } from '../rdb/load-file.ts'
import { saveFile } from '../rdb/save-file.ts'
import type { Engine } from './engine.ts'

/** All that the databases hold, as a file. */
export function bytesOfDataSet(engine: Engine, functions: DumpedFunctions): Buffer {
  const { config, profile, now } = engine
  const access = accessKind(config.maxmemoryPolicy)
  const version = profile.valkeyVersion ?? profile.redisVersion
  const content = {
    aux: [
      [`${profile.flavour}-ver`, version],
      ['redis-bits', '64'],
      ['ctime', String(Math.floor(now / 1000))],
      ['used-mem', String(process.memoryUsage().heapUsed)],
      ['aof-base', '0'],
    ],
    functions: functions.sources(),
    databases: engine.databases,
  } as const
  return saveFile(content, profile.quirks, {
    isCompressing: config.stored.get('rdbcompression') !== 'no',
    hasChecksum: config.stored.get('rdbchecksum') !== 'no',
    access,
    accessOf: (database, entry) =>
      access === 'frequency'
        ? (database as Database).frequencyOf(entry)
        : Math.max(0, Math.floor((now - entry.accessedAt) / 1000)),
  })
}

function accessKind(policy: string): 'idle' | 'frequency' | null {
  if (policy.endsWith('-lru')) return 'idle'
  return policy.endsWith('-lfu') ? 'frequency' : null
}

/** What is to become of data that is there. */
export interface LoadManner {
  /** It goes first. Otherwise keys of the file replace those of the same name. */
  readonly replacesAll: boolean
  /** Files of newer versions and of other servers are read as well. */
  readonly isRelaxed: boolean
}

/**
 * Puts what a file holds into the databases, without events; what has expired stays out. Throws
 * `CorruptRdb` when the file cannot be read to its end, and then nothing has changed.
 */
export function loadDataSet(
  engine: Engine,
  bytes: Buffer,
  functions: DumpedFunctions,
  { replacesAll, isRelaxed }: LoadManner,
): LoadReport {
  const { databases, now, config, profile } = engine
  const report = { loaded: 0, expired: 0 }
  const context = {
    dialect: profile.quirks,
    limits: config,
    now,
    isRelaxed,
    nextVectorSetUid: () => nextVectorSetUid(config),
  }
  const keys: LoadedKey[] = []
  const sources: string[] = []
  loadFile(bytes, context, {
    function: (source) => sources.push(source),
    key: (loaded) => keys.push(loaded),
  })
  if (replacesAll) emptyDataSet(engine, functions)
  for (const source of sources) functions.load(source)
  const take = ({ database, key, type, value, expireAt, ...access }: LoadedKey): void => {
    if (expireAt !== undefined && expireAt !== NO_EXPIRY && expireAt <= now) {
      report.expired++
      return
    }
    const db = databases[database] ?? databases[0]
    const entry = db.load(key, type, value)
    if (expireAt !== undefined && expireAt >= 0) db.setExpiry(entry, expireAt)
    const { idleSeconds, frequency } = access
    db.setAccess(entry, idleSeconds === undefined ? undefined : idleSeconds * 1000, frequency)
    report.loaded++
  }
  for (const key of keys) take(key)
  engine.memory.measureAgain()
  return report
}

/** All keys and libraries go; who watches one learns of it. */
export function emptyDataSet(engine: Engine, functions: DumpedFunctions): void {
  engine.touchAll(engine.databases)
  for (const db of engine.databases) db.clear()
  engine.tracking.flushed(false)
  functions.clear()
}
