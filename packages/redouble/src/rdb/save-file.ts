import type { Entry } from '../data/entry.ts'
import { NO_EXPIRY } from '../data/entry.ts'
import type { Int64 } from '../kernel/numbers.ts'
import { crc64 } from './crc64.ts'
import type { RdbDialect } from './dialect.ts'
import { Opcode } from './format.ts'
import { RdbWriter } from './rdb-writer.ts'
import { saveValue } from './save-value.ts'

/** What a file is made of. */
export interface RdbContent {
  /** Name, value: who wrote the file, and when. */
  readonly aux: readonly (readonly [name: string, value: string])[]
  /** The sources of function libraries. */
  readonly functions: Iterable<string>
  readonly databases: Iterable<RdbDatabase>
}

export interface RdbDatabase {
  readonly index: number
  readonly size: number
  readonly volatileCount: number
  /** Those that have run out too. */
  readonly stored: Iterable<Entry>
  expiryOf(entry: Entry): Int64
}

export interface SaveOptions {
  readonly isCompressing: boolean
  /** Without one, eight zero bytes stand in its place (rdbchecksum). */
  readonly hasChecksum: boolean
  /** What is told of accesses: for how many seconds there was none, how often there were, nothing. */
  readonly access: 'idle' | 'frequency' | null
  /** By `access`. */
  readonly accessOf: (database: RdbDatabase, entry: Entry) => number
}

/** The bytes of a file. */
export function saveFile(content: RdbContent, dialect: RdbDialect, options: SaveOptions): Buffer {
  const out = new RdbWriter()
  out.isCompressing = options.isCompressing
  const { rdbMagic, rdbVersion } = dialect
  out.chars(rdbMagic + String(rdbVersion).padStart(9 - rdbMagic.length, '0'))
  for (const [name, value] of content.aux) {
    out.byte(Opcode.aux)
    out.string(name)
    out.string(value)
  }
  for (const source of content.functions) {
    out.byte(Opcode.function2)
    out.string(source)
  }
  for (const database of content.databases) {
    if (database.size > 0) saveDatabase(out, database, dialect, options)
  }
  out.byte(Opcode.end)
  const { bytes } = out
  const { low, high } = options.hasChecksum ? crc64(bytes, bytes.length) : { low: 0, high: 0 }
  out.uint32(low)
  out.uint32(high)
  return Buffer.from(out.bytes)
}

function saveDatabase(
  out: RdbWriter,
  database: RdbDatabase,
  dialect: RdbDialect,
  { access, accessOf }: SaveOptions,
): void {
  out.byte(Opcode.selectDb)
  out.count(database.index)
  out.byte(Opcode.resizeDb)
  out.count(database.size)
  out.count(database.volatileCount)
  for (const entry of database.stored) {
    if (entry.expireAt !== NO_EXPIRY) {
      out.byte(Opcode.expireTimeMs)
      out.int64(database.expiryOf(entry))
    }
    if (access === 'idle') {
      out.byte(Opcode.idle)
      out.count(accessOf(database, entry))
    } else if (access === 'frequency') {
      out.byte(Opcode.frequency)
      out.byte(accessOf(database, entry))
    }
    saveValue(out, entry.type, entry.value, dialect, (type) => {
      out.byte(type)
      out.string(entry.key)
    })
  }
}
