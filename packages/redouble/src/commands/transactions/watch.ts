import { key, multiple } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { WATCH_INSIDE_MULTI } from '../../command/errors/transaction.ts'
import * as answer from '../../command/reply-types.ts'
import { OK } from '../../resp/reply.ts'
import { FLAGS, FLAGS_OUTSIDE } from './flags.ts'

export const watch: Command = defineCommand({
  name: 'watch',
  since: '2.2.0',
  group: 'transactions',
  summary: 'Makes the next EXEC depend on keys: it does nothing when one of them has changed.',
  complexity: 'O(1) for every key.',
  ...FLAGS_OUTSIDE,
  args: { key: multiple(key('RO')) },
  reply: answer.ok(),
  effects: ['connection'],
  run({ client, server }, { key: keys }) {
    if (client.transaction !== null) throw WATCH_INSIDE_MULTI
    // Nothing can be added to what is broken already.
    if (client.isWatchBroken) return OK
    for (const one of keys) server.watch(client, one)
    return OK
  },
})

export const unwatch: Command = defineCommand({
  name: 'unwatch',
  since: '2.2.0',
  group: 'transactions',
  summary: 'Forgets the watched keys.',
  complexity: 'O(1)',
  flags: FLAGS,
  args: {},
  reply: answer.ok(),
  effects: ['connection'],
  run({ client, server }) {
    server.unwatch(client)
    return OK
  },
})
