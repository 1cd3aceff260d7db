import type { Context } from '../../command/context.ts'
import { encodingOf } from '../../command/encoding.ts'
import { NO_SUCH_KEY, NOT_AN_INTEGER, OUT_OF_RANGE_POSITIVE } from '../../command/errors/common.ts'
import {
  DATABASE_OUT_OF_RANGE,
  NOT_A_HASH_TABLE,
  NOT_A_LISTPACK,
  NOT_A_QUICKLIST,
  unknownDebugSubcommand,
} from '../../command/errors/server.ts'
import type { Profile } from '../../command/profile.ts'
import { type Entry, sizeOfValue } from '../../data/entry.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { OK, type Reply, StatusReply, VerbatimReply } from '../../resp/reply.ts'
import { debugObject, debugSdslen } from './debug-object.ts'
import type { DebugSubcommands } from './debug-subcommand.ts'
import { digestOfAll, digestOfValue } from './digest.ts'

const ANY = Number.POSITIVE_INFINITY

export const dataSubcommands: DebugSubcommands = {
  DIGEST: {
    words: [0, 0],
    run: ({ server, profile }) => new StatusReply(digestOfAll(server.databases, profile)),
  },
  'DIGEST-VALUE': {
    words: [0, ANY],
    run: ({ db, profile }, keys) =>
      keys.map((key) => new StatusReply(digestOfValue(db.find(key), profile, db.now))),
  },
  HTSTATS: { words: [1, 2], run: tables },
  'HTSTATS-KEY': { words: [1, 2], run: tableOfKey },
  LISTPACK: {
    words: [1, 1],
    run(context, [key]) {
      if (!encodingOf(find(context, key), context.profile).startsWith('listpack'))
        return NOT_A_LISTPACK
      return new StatusReply('Listpack structure printed on stdout')
    },
  },
  QUICKLIST: {
    words: [1, 2],
    run(context, [key]) {
      if (encodingOf(find(context, key), context.profile) !== 'quicklist') return NOT_A_QUICKLIST
      return new StatusReply('Quicklist structure printed on stdout')
    },
  },
  OBJECT: { words: [1, 2], run: debugObject },
  POPULATE: { words: [1, 3], run: populate },
  SDSLEN: { words: [1, 1], run: (context, [key]) => debugSdslen(context, find(context, key)) },
}

function find({ db }: Context, key: string): Entry {
  const entry = db.find(key)
  if (entry === undefined) throw NO_SUCH_KEY
  return entry
}

/** `value:0`, `value:1`, … under `key:0`, `key:1`, …; keys that exist stay as they are. */
function populate({ db }: Context, words: readonly string[]): Reply {
  const [count, , size] = words.map((word, i) => (i === 1 ? 0 : readPositive(word)))
  const prefix = words[1] ?? 'key'
  for (let i = 0; i < count; i++) {
    const key = `${prefix}:${i}`
    if (db.find(key) !== undefined) continue
    const value = `value:${i}`
    const isSized = size !== undefined && size > 0
    db.put(key, 'string', isSized ? value.padEnd(size, '\0').slice(0, size) : value)
    db.modified(key)
  }
  return OK
}

function readPositive(word: string): number {
  const value = parseInt64(word)
  if (value === null || value < 0) throw OUT_OF_RANGE_POSITIVE
  return Number(value)
}

function tables(context: Context, [index, full]: readonly string[]): Reply {
  const { argv, profile, server } = context
  if (full !== undefined && profile.quirks.describesTables) return unknownDebugSubcommand(argv[1])
  const number = parseInt64(index)
  if (number === null) return NOT_AN_INTEGER
  const db = server.databases[Number(number)]
  if (db === undefined) return DATABASE_OUT_OF_RANGE
  const main = table(db.size, profile, db.contents.hasHeldKeys)
  const expires = table(db.volatileCount, profile, db.contents.hasHeldDeadlines)
  return new VerbatimReply('txt', `[Dictionary HT]\n${main}[Expires HT]\n${expires}`)
}

function tableOfKey(context: Context, [key, full]: readonly string[]): Reply {
  const { profile } = context
  if (full !== undefined && profile.quirks.describesTables)
    return unknownDebugSubcommand(context.argv[1])
  const entry = find(context, key)
  if (!['hashtable', 'skiplist'].includes(encodingOf(entry, profile))) return NOT_A_HASH_TABLE
  return new VerbatimReply('txt', table(sizeOfValue(entry.value), profile))
}

/** Sizes only: how the entries lie in the table is up to a server's seed. */
function table(size: number, { flavour, quirks }: Profile, wasUsed = true): string {
  const heading = 'Hash table 0 stats (main hash table):\n'
  const isValkey = flavour === 'valkey'
  if (size === 0 && !(wasUsed && quirks.emptyTablesStay)) {
    if (!wasUsed && !quirks.describesTables) return ''
    return `${heading}No stats available for empty ${isValkey ? 'hash tables' : 'dictionaries'}\n`
  }
  const [unit, noun] = isValkey ? [7, 'entries'] : [4, 'elements']
  const slots = unit * 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, size) / unit)))
  const rehashing = quirks.tablesShowRehashing ? ' rehashing index: -1\n' : ''
  return `${heading} table size: ${slots}\n number of ${noun}: ${size}\n${rehashing}`
}
