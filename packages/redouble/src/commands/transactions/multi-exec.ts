import { type Command, defineCommand } from '../../command/define.ts'
import { DISCARD_WITHOUT_MULTI, NESTED_MULTI } from '../../command/errors/transaction.ts'
import { OK } from '../../resp/reply.ts'
import { FLAGS, FLAGS_OUTSIDE } from './flags.ts'

export const multi: Command = defineCommand({
  name: 'multi',
  since: '1.2.0',
  group: 'transactions',
  summary: 'Begins to queue commands, to be run as one unit by EXEC.',
  complexity: 'O(1)',
  ...FLAGS_OUTSIDE,
  args: {},
  effects: ['connection'],
  run({ client }) {
    if (client.transaction !== null) throw NESTED_MULTI
    client.transaction = { queued: [], isDirty: false }
    client.hasBegunTransaction = true
    return OK
  },
})

export const exec: Command = defineCommand({
  name: 'exec',
  since: '1.2.0',
  group: 'transactions',
  summary: 'Runs the queued commands, unless a watched key has changed.',
  complexity: 'Depends on commands in the transaction',
  flags: ['noscript', 'loading', 'stale', 'skip_slowlog'],
  args: {},
  effects: ['connection'],
  run: ({ client, server }) => server.executeTransaction(client),
})

export const discard: Command = defineCommand({
  name: 'discard',
  since: '2.0.0',
  group: 'transactions',
  summary: 'Forgets the queued commands and the watched keys.',
  complexity: 'O(N), when N is the number of queued commands',
  flags: FLAGS,
  args: {},
  effects: ['connection'],
  run({ client, server }) {
    if (client.transaction === null) throw DISCARD_WITHOUT_MULTI
    client.transaction = null
    server.unwatch(client)
    return OK
  },
})
