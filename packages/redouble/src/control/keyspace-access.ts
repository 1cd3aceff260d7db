import type { Database } from '../data/database.ts'
import { type Entry, NO_EXPIRY, type TypeName } from '../data/entry.ts'
import type { HashValue } from '../data/hash-value.ts'
import { connectDirect } from '../engine/direct-session.ts'
import type { Engine } from '../engine/engine.ts'
import { encodeUtf8, quoteBytes } from '../kernel/bytes.ts'
import { RedoubleError } from '../kernel/redouble-error.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import { type Duration, durationMs } from './duration.ts'
import {
  bytesOfPlain,
  type PlainText,
  plainText,
  type PlainValue,
  plainValue,
} from './plain-value.ts'
import { type StorableType, storingCommands, typeOfValue } from './storing-commands.ts'

/** What a key holds. @since 0.1.0 */
export interface InspectedKey {
  readonly type: TypeName
  readonly value: PlainValue
  /** Milliseconds that are left; null when it never expires. */
  readonly ttlMs: number | null
}

/** What a test puts into a double before it begins. @since 0.1.0 */
export type SeedValue =
  | string
  | number
  | bigint
  | Uint8Array
  | readonly (string | number | Uint8Array)[]
  | ReadonlySet<string | number | Uint8Array>
  | ReadonlyMap<string, number>
  | Readonly<Record<string, string | number | Uint8Array>>

/** @since 0.1.0 */
export interface SeedOptions {
  /** Which database. @default 0 */
  readonly db?: number
  /** When all of the keys expire. @default never */
  readonly ttl?: Duration
}

/** A key in an export. @since 0.1.0 */
export interface ExportedKey {
  readonly type: StorableType
  readonly value: PlainValue
  /** Unix milliseconds. */
  readonly expireAtMs?: number
  /** Of fields of a hash that expire, in Unix milliseconds. */
  readonly fieldsExpireAtMs?: readonly (readonly [PlainText, number])[]
}

/** All keys, by database. JSON can have it. @since 0.1.0 */
export interface ExportedKeyspace {
  readonly redouble: 1
  readonly databases: Readonly<Record<string, Readonly<Record<string, ExportedKey>>>>
}

/** Looks at the keyspace from outside, where no command is counted, and fills it by commands. */
export class KeyspaceAccess {
  readonly #engine: Engine

  constructor(engine: Engine) {
    this.#engine = engine
  }

  inspect(key: string, dbIndex: number): InspectedKey | null {
    const db = this.#database(dbIndex)
    const entry = db.peek(encodeUtf8(key))
    if (entry === undefined || this.#isGone(entry)) return null
    const isVolatile = entry.expireAt !== NO_EXPIRY
    return {
      type: entry.type,
      value: plainValue(entry),
      ttlMs: isVolatile ? entry.expireAt - this.#engine.clock.now() : null,
    }
  }

  /** Names of the keys, sorted; text that is no UTF-8 is shown as it decodes. */
  keys(dbIndex: number): string[] {
    return this.#live(this.#database(dbIndex))
      .map(({ key }) => Buffer.from(key, 'latin1').toString('utf8'))
      .sort()
  }

  seed(values: Readonly<Record<string, SeedValue>>, options: SeedOptions): void {
    const { db = 0, ttl } = options
    const commands: string[][] = []
    for (const [name, value] of Object.entries(values)) {
      const key = encodeUtf8(name)
      const stored = storingCommands(key, typeOfValue(name, value), value)
      commands.push(['DEL', key], ...stored)
      if (ttl !== undefined) commands.push(['PEXPIRE', key, String(Math.ceil(durationMs(ttl)))])
    }
    this.#run(db, commands)
  }

  /** @throws RedoubleError `REDOUBLE_NOT_PLAIN` */
  export(): ExportedKeyspace {
    const databases: Record<string, Record<string, ExportedKey>> = {}
    for (const db of this.#engine.databases) {
      const entries = this.#live(db)
      if (entries.length === 0) continue
      databases[db.index] = Object.fromEntries(
        entries.map((entry) => [nameOf(entry.key), exported(entry)]),
      )
    }
    return { redouble: 1, databases }
  }

  /** Replaces all that is stored. */
  import(keyspace: ExportedKeyspace): void {
    if (keyspace?.redouble !== 1 || typeof keyspace.databases !== 'object') {
      throw new RedoubleError(
        'REDOUBLE_INVALID_IMPORT',
        'This is no export of a keyspace: pass what exportJson() returned.',
      )
    }
    const all = Object.entries(keyspace.databases).map(
      ([index, keys]) => [Number(index), restoring(keys)] as const,
    )
    for (const [index] of all) this.#database(index)
    this.#run(0, [['FLUSHALL']])
    for (const [index, commands] of all) this.#run(index, commands)
  }

  /** The commands that make what is stored, a line each as redis-cli takes them. */
  exportCommands(): string {
    const lines: string[] = []
    const { databases } = this.export()
    for (const [index, keys] of Object.entries(databases)) {
      lines.push(`SELECT ${index}`)
      for (const argv of restoring(keys)) lines.push(argv.map(shellWord).join(' '))
    }
    return lines.map((line) => `${line}\n`).join('')
  }

  #live(db: Database): Entry[] {
    return [...db.entries()].filter((entry) => !this.#isGone(entry))
  }

  #isGone(entry: Entry): boolean {
    return entry.expireAt !== NO_EXPIRY && entry.expireAt <= this.#engine.clock.now()
  }

  #database(index: number): Database {
    const db = this.#engine.databases[index]
    if (db !== undefined) return db
    throw new RedoubleError(
      'REDOUBLE_NO_DATABASE',
      `There is no database ${index}: there are ${this.#engine.databases.length}, from 0 on.`,
    )
  }

  #run(dbIndex: number, commands: readonly string[][]): void {
    this.#database(dbIndex)
    const failed: ErrorReply[] = []
    const session = connectDirect(this.#engine, {
      answer: (reply: Reply) => {
        if (reply instanceof ErrorReply) failed.push(reply)
      },
      unanswered: () => {},
      push: () => {},
      close: () => {},
    })
    session.sendAll([['SELECT', String(dbIndex)], ...commands])
    session.close()
    if (failed.length > 0) throw new RedoubleError('REDOUBLE_SEED_REFUSED', failed[0].text)
  }
}

function exported(entry: Entry): ExportedKey {
  const { type, expireAt } = entry
  const value = plainValue(entry)
  const fields = type === 'hash' ? fieldDeadlines(entry.value as HashValue) : []
  return {
    type: type as StorableType,
    value,
    ...(expireAt === NO_EXPIRY ? {} : { expireAtMs: expireAt }),
    ...(fields.length === 0 ? {} : { fieldsExpireAtMs: fields }),
  }
}

function fieldDeadlines(hash: HashValue): (readonly [PlainText, number])[] {
  if (!hash.hasDeadlines) return []
  return hash.fields.flatMap((field) => {
    const at = hash.deadlineOf(field)
    return at === undefined ? [] : [[plainText(field), Number(at)] as const]
  })
}

function restoring(keys: Readonly<Record<string, ExportedKey>>): string[][] {
  return Object.entries(keys).flatMap(([name, { type, value, expireAtMs, fieldsExpireAtMs }]) => {
    const key = keyOf(name)
    const commands = storingCommands(key, type, value)
    for (const [field, at] of fieldsExpireAtMs ?? []) {
      commands.push(['HPEXPIREAT', key, String(at), 'FIELDS', '1', bytesOfPlain(field)])
    }
    if (expireAtMs !== undefined) commands.push(['PEXPIREAT', key, String(expireAtMs)])
    return commands
  })
}

const BYTES_PREFIX = '$bytes:'

/** A key as the name of a property. */
function nameOf(key: string): string {
  const text = plainText(key)
  if (typeof text !== 'string') return BYTES_PREFIX + text.$bytes
  return text.startsWith(BYTES_PREFIX)
    ? BYTES_PREFIX + Buffer.from(key, 'latin1').toString('base64')
    : text
}

function keyOf(name: string): string {
  if (!name.startsWith(BYTES_PREFIX)) return encodeUtf8(name)
  return Buffer.from(name.slice(BYTES_PREFIX.length), 'base64').toString('latin1')
}

function shellWord(word: string): string {
  return /^[\w:.*$@+,/-]+$/.test(word) ? word : quoteBytes(word)
}
