import { integer, oneOf, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import {
  TIMEOUT_NEGATIVE,
  TIMEOUT_NOT_AN_INTEGER,
  TIMEOUT_OUT_OF_RANGE,
  unknownSubcommandUse,
} from '../../command/errors/common.ts'
import { BAD_PAUSE_MODE, BAD_UNBLOCK_REASON } from '../../command/errors/connection.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { addInt64 } from '../../kernel/numbers.ts'
import { OK } from '../../resp/reply.ts'

/** Both take one word too many for a syntax error of their own, unless the server is lenient. */
function checkLength({ argv, profile }: Context, longest: number): void {
  if (argv.length > longest && !profile.quirks.lenientClientArguments) {
    throw unknownSubcommandUse(argv)
  }
}

export const clientPause: Command = defineCommand({
  name: 'client|pause',
  since: '3.0.0',
  differsIn: in70({ since: '2.9.50' }),
  group: 'connection',
  summary: 'Makes clients wait, all or those that want to write.',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  history: [['6.2.0', 'Takes a mode; WRITE lets reading clients go on.']],
  args: {
    timeout: integer(),
    mode: optional(oneOf({ write: token('WRITE'), all: token('ALL') }, { since: '6.2.0' })),
  },
  reply: answer.ok(),
  effects: ['server', 'clock'],
  parse: byHand,
  run(context) {
    checkLength(context, 4)
    const { argv, server, profile, now } = context
    // Valkey looks at the fourth word only when it is the last.
    const mode = argv.length === 4 ? lowerAscii(argv[3]) : 'all'
    if (mode !== 'write' && mode !== 'all') throw BAD_PAUSE_MODE
    const timeout = readInt64(argv[2], TIMEOUT_NOT_AN_INTEGER)
    if (timeout < 0) throw TIMEOUT_NEGATIVE
    const until = addInt64(timeout, now)
    if (until === null) {
      // The end lies before the beginning then.
      if (profile.quirks.pauseMayOverflow) return OK
      throw TIMEOUT_OUT_OF_RANGE
    }
    server.pauses.start(Number(until), mode === 'write')
    return OK
  },
})

export const clientUnpause: Command = defineCommand({
  name: 'client|unpause',
  since: '6.2.0',
  group: 'connection',
  summary: 'Ends a pause of the clients.',
  complexity: 'O(N) Where N is the number of paused clients',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  args: {},
  reply: answer.ok(),
  effects: ['server'],
  run({ server }) {
    server.pauses.end()
    return OK
  },
})

export const clientUnblock: Command = defineCommand({
  name: 'client|unblock',
  since: '5.0.0',
  group: 'connection',
  summary: "Ends another connection's wait as if it had timed out, or with an error.",
  complexity: 'O(log N) where N is the number of client connections',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  args: {
    clientId: integer(),
    unblockType: optional(oneOf({ timeout: token('TIMEOUT'), error: token('ERROR') })),
  },
  reply: answer.oneOrZero(),
  effects: ['server'],
  parse: byHand,
  run(context) {
    checkLength(context, 4)
    const { argv, server } = context
    // Valkey looks at the fourth word only when it is the last.
    const reason = argv.length === 4 ? lowerAscii(argv[3]) : 'timeout'
    if (reason !== 'timeout' && reason !== 'error') throw BAD_UNBLOCK_REASON
    const id = readInt64(argv[2])
    return server.unblock(Number(id), reason) ? 1 : 0
  },
})
