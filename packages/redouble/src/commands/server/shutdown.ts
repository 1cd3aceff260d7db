import { oneOf, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { SHUTDOWN_FAILED } from '../../command/errors/persistence.ts'
import { NO_SHUTDOWN } from '../../command/errors/server.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { NO_REPLY, type Reply } from '../../resp/reply.ts'

const SINCE_7_0 = { since: '7.0.0' }
/** Only Valkey 9 has them. */
const VALKEY_ONLY = new Set(['SAFE', 'FAILOVER'])

export const shutdown: Command = defineCommand({
  name: 'shutdown',
  since: '1.0.0',
  group: 'server',
  summary: 'Saves the data, if it is asked to, and ends the server and every connection.',
  complexity: 'O(N) in all keys when they are saved, O(1) else',
  flags: ['admin', 'noscript', 'loading', 'stale', 'no_multi', 'allow_busy'],
  effects: ['server', 'keyspace', 'clock'],
  args: {
    saveSelector: optional(oneOf({ nosave: token('NOSAVE'), save: token('SAVE') })),
    now: optional(token('NOW', SINCE_7_0)),
    force: optional(token('FORCE', SINCE_7_0)),
    abort: optional(token('ABORT', SINCE_7_0)),
  },
  // A word may come twice, and ABORT stands alone.
  parse: byHand,
  run: end,
})

function end({ argv, client, profile, server }: Context): Reply {
  const words = new Set(argv.slice(1).map(upperAscii))
  const known = ['NOSAVE', 'SAVE', 'NOW', 'FORCE', 'ABORT']
  for (const word of words) {
    const isKnown = VALKEY_ONLY.has(word) ? profile.quirks.shutsDownSafely : known.includes(word)
    if (!isKnown) return SYNTAX
  }
  if (words.has('NOSAVE') && words.has('SAVE')) return SYNTAX
  if (words.has('ABORT')) return words.size > 1 ? SYNTAX : NO_SHUTDOWN
  const { busyError } = server.scripts
  if (busyError !== null && !words.has('NOSAVE')) return busyError
  const { saving } = server
  const saves = words.has('SAVE') || (saving.hasRules && !words.has('NOSAVE'))
  if (saves && !saving.save() && !words.has('FORCE')) return SHUTDOWN_FAILED
  server.shutdown()
  for (const other of [...server.clients.values()]) if (other !== client) server.disconnect(other)
  server.disconnect(client)
  return NO_REPLY
}
