import { block, bytes, integer, oneOf, option, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import { SYNTAX, unsupported } from '../../command/errors/common.ts'
import {
  FAILOVER_WITHOUT_REPLICAS,
  INVALID_MASTER_PORT,
  NO_FAILOVER,
} from '../../command/errors/server.ts'
import { lowerAscii, upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { OK, type Reply } from '../../resp/reply.ts'

const REPLICAOF = {
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'stale', 'no_async_loading'],
  effects: ['server'],
  args: {
    args: oneOf({
      hostPort: block({ host: bytes(), port: integer() }),
      noOne: block({ no: token('NO'), one: token('ONE') }),
    }),
  },
  arity: 3,
  parse: byHand,
  run: replicate,
} satisfies Partial<CommandSpec>

export const replicaof: Command = defineCommand({
  ...REPLICAOF,
  name: 'replicaof',
  since: '5.0.0',
  summary: 'Makes the server a replica of another one, which the double cannot be.',
})

export const slaveof: Command = defineCommand({
  ...REPLICAOF,
  name: 'slaveof',
  since: '1.0.0',
  summary: 'The old name of REPLICAOF.',
  deprecatedSince: '5.0.0',
  replacedBy: '`REPLICAOF`',
})

export const failover: Command = defineCommand({
  name: 'failover',
  since: '6.2.0',
  group: 'server',
  summary: 'Hands the part of the primary to a replica, of which the double has none.',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'stale'],
  effects: ['server'],
  args: {
    target: optional(
      option('TO', block({ host: bytes(), port: integer(), force: optional(token('FORCE')) })),
    ),
    abort: optional(token('ABORT')),
    milliseconds: optional(option('TIMEOUT', integer())),
  },
  run(_context, { abort, target, milliseconds }) {
    if (abort === undefined) return FAILOVER_WITHOUT_REPLICAS
    return target === undefined && milliseconds === undefined ? NO_FAILOVER : SYNTAX
  },
})

/** A primary stays one; anything else is refused. */
function replicate({ argv }: Context): Reply {
  const [name, host, port] = argv
  if (lowerAscii(host) === 'no' && lowerAscii(port) === 'one') return OK
  const number = Number(parseInt64(port) ?? Number.NaN)
  if (!(number >= 0 && number <= 65535)) return INVALID_MASTER_PORT
  return unsupported(upperAscii(name))
}
