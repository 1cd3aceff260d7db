import { type Command, defineCommand, defineContainer } from '../../command/define.ts'
import { defineHelp } from '../../command/define-help.ts'
import { andInValkey9 } from '../../command/describe/differences.ts'
import * as answer from '../../command/reply-types.ts'
import { clientHelpLines } from './client-help.ts'

export const client: Command = defineContainer({
  name: 'client',
  since: '2.4.0',
  group: 'connection',
  summary: 'Commands about connections.',
  complexity: 'Depends on subcommand.',
})

export const clientId: Command = defineCommand({
  name: 'client|id',
  since: '5.0.0',
  group: 'connection',
  summary: 'Answers the number of the connection, which no other will ever have.',
  complexity: 'O(1)',
  ...andInValkey9(['noscript', 'loading', 'stale'], 'allow_busy'),
  args: {},
  reply: answer.integer(),
  effects: ['connection'],
  run: (context) => context.client.id,
})

export const clientHelp: Command = defineHelp(
  { name: 'client|help', since: '5.0.0', group: 'connection' },
  clientHelpLines,
)
