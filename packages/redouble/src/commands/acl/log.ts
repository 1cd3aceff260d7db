import type { AclLogEntry } from '../../command/acl/acl-log.ts'
import { integer, oneOf, optional, token } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { doubleReply } from '../../command/double-reply.ts'
import { unknownSubcommandUse } from '../../command/errors/common.ts'
import { type Availability, isAvailable } from '../../command/profile.ts'
import { readInteger } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { MapReply, OK, type Reply } from '../../resp/reply.ts'
import { ADMIN } from './shared.ts'

const IDS_AND_TIMES: Availability = { since: '7.2.0' }
const SHOWN_BY_DEFAULT = 10

export const aclLog: Command = defineCommand({
  ...ADMIN,
  name: 'acl|log',
  since: '6.0.0',
  summary: 'Shows or forgets what users were refused.',
  complexity: 'O(N) with N being the number of entries shown.',
  history: [['7.2.0', 'Entries have an id, and when they were made and last changed.']],
  args: { operation: optional(oneOf({ count: integer(), reset: token('RESET') })) },
  reply: answer.anyOf(answer.array(answer.map(answer.anything())), answer.ok()),
  effects: ['server', 'clock'],
  parse(argv) {
    if (argv.length > 3) throw unknownSubcommandUse(argv)
    if (argv.length === 2) return { count: SHOWN_BY_DEFAULT }
    if (lowerAscii(argv[2]) === 'reset') return { count: null }
    return { count: Math.max(0, readInteger(argv[2])) }
  },
  run(context, { count }): Reply {
    const { log } = context.server.access
    if (count !== null) return log.entries.slice(0, count).map((one) => entryReply(one, context))
    log.clear()
    return OK
  },
})

function entryReply(entry: AclLogEntry, { now, profile }: Context): Reply {
  const entries: Reply[] = [
    'count',
    entry.count,
    'reason',
    entry.reason,
    'context',
    entry.context,
    'object',
    entry.object,
    'username',
    entry.username,
    'age-seconds',
    doubleReply((now - entry.updatedAt) / 1000, profile),
    'client-info',
    entry.clientInfo,
  ]
  if (isAvailable(IDS_AND_TIMES, profile)) {
    entries.push('entry-id', entry.id)
    entries.push('timestamp-created', entry.createdAt)
    entries.push('timestamp-last-updated', entry.updatedAt)
  }
  return new MapReply(entries)
}
