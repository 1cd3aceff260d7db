import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { unsupported } from '../../command/errors/common.ts'
import { unknownDebugSubcommand } from '../../command/errors/server.ts'
import { helpReply } from '../../command/define-help.ts'
import { isAvailable } from '../../command/profile.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Reply } from '../../resp/reply.ts'
import { dataSubcommands } from './debug-data.ts'
import { debugProtocol } from './debug-protocol.ts'
import type { DebugSubcommands } from './debug-subcommand.ts'
import { serverSubcommands } from './debug-server.ts'

const SUBCOMMANDS: DebugSubcommands = {
  ...dataSubcommands,
  ...serverSubcommands,
  PROTOCOL: { words: [1, 1], run: debugProtocol },
  HELP: { words: [0, 0], run: (context) => helpReply(context, HELP) },
}

/** What servers have and the double has not: crashes, files, replicas, the allocator. */
const UNSUPPORTED = new Set([
  'AOF-FLUSH-SLEEP',
  'ASSERT',
  'CLIENT-EVICTION',
  'CLUSTERLINK',
  'CONFIG-REWRITE-FORCE-ALL',
  'CRASH-AND-RECOVER',
  'DROP-CLUSTER-PACKET-FILTER',
  'LEAK',
  'LOADAOF',
  'MALLCTL',
  'MALLCTL-STR',
  'OOM',
  'PANIC',
  'REPLICATE',
  'RESTART',
  'SCRIPT',
  'SEGFAULT',
  'SET-DISABLE-DENY-SCRIPTS',
  'SET-SKIP-CHECKSUM-VALIDATION',
  'STRINGMATCH-TEST',
])

export const debug: Command = defineCommand({
  name: 'debug',
  since: '1.0.0',
  group: 'server',
  summary: 'Looks into the server and disturbs it, for tests.',
  complexity: 'Depends on the subcommand',
  flags: ['admin', 'noscript', 'loading', 'stale', 'protected'],
  isInternal: true,
  effects: ['server', 'keyspace', 'clock', 'random'],
  arity: -2,
  args: {},
  parse: byHand,
  run: dispatch,
})

function dispatch(context: Context): Reply {
  const [, name, ...words] = context.argv
  const upper = upperAscii(name)
  const found = Object.hasOwn(SUBCOMMANDS, upper) ? SUBCOMMANDS[upper] : undefined
  if (found === undefined) {
    return UNSUPPORTED.has(upper) ? unsupported(`DEBUG ${upper}`) : unknownDebugSubcommand(name)
  }
  const {
    where,
    words: [min, max],
  } = found
  if (where !== undefined && !isAvailable(where, context.profile)) {
    return unknownDebugSubcommand(name)
  }
  if (words.length < min || words.length > max) return unknownDebugSubcommand(name)
  return found.run(context, words)
}

/** Only what the double does. */
const HELP = [
  'CHANGE-REPL-ID',
  '    Take new replication ids.',
  'DICT-RESIZING <0|1>, PAUSE-CRON <0|1>',
  '    Accepted; there is nothing to pause.',
  'DIGEST',
  '    A signature of all data, which a server with equal data gives too.',
  'DIGEST-VALUE <key> [<key> ...]',
  '    Signatures of single values.',
  'ERROR <message>',
  '    Answer with this error.',
  'HTSTATS <dbid> [full], HTSTATS-KEY <key> [full]',
  '    Sizes of hash tables, as a server would have them.',
  'LISTPACK <key>, QUICKLIST <key> [<0|1>]',
  '    Check the encoding of a value.',
  'LOG <message>',
  '    Accepted; there is no log.',
  'OBJECT <key>',
  '    How a value is stored.',
  'POPULATE <count> [<prefix>] [<size>]',
  '    Create strings.',
  'PROTOCOL <type>',
  '    Answer with a value of this type: string, integer, double, bignum, null, array,',
  '    set, map, attrib, push, verbatim, true, false.',
  'QUICKLIST-PACKED-THRESHOLD <size>, REPLYBUFFER <option> <value>',
  '    Accepted; there is nothing to tune.',
  'RELOAD [option ...]',
  '    Remove what has expired; all other data stays.',
  'SDSLEN <key>',
  '    Sizes of a key and of its string.',
  'SET-ACTIVE-EXPIRE <0|1>',
  '    Whether keys expire that nobody looks at.',
  'SLEEP <seconds>',
  '    Make every client wait.',
]
