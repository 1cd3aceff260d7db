import { integer } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { andInValkey9 } from '../../command/describe/differences.ts'
import { NOT_AN_INT32 } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import { OK } from '../../resp/reply.ts'

const INT_MAX = 2 ** 31 - 1

export const select: Command = defineCommand({
  name: 'select',
  since: '1.0.0',
  group: 'connection',
  summary: 'Chooses the database that the connection works on.',
  complexity: 'O(1)',
  ...andInValkey9(['loading', 'stale', 'fast'], 'allow_busy'),
  args: { index: integer({ min: -INT_MAX - 1, max: INT_MAX, rangeError: NOT_AN_INT32 }) },
  reply: answer.ok(),
  effects: ['connection'],
  run({ client, server }, { index }) {
    server.select(client, index)
    return OK
  },
})
