import { bytes, optional } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { wrongArity } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import { PONG } from '../../resp/reply.ts'

export const ping: Command = defineCommand({
  name: 'ping',
  since: '1.0.0',
  group: 'connection',
  summary: 'Answers PONG, or the message that it was given.',
  complexity: 'O(1)',
  flags: ['fast'],
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  args: { message: optional(bytes()) },
  reply: answer.whenGiven('message', answer.bulk(), answer.status('PONG')),
  effects: ['connection'],
  parse(argv) {
    if (argv.length > 2) throw wrongArity('ping')
    return { message: argv[1] }
  },
  run({ client, isScript, resp }, { message }) {
    // A script speaks for itself, not for its client.
    if (client.subscriptionCount > 0 && resp === 2 && !isScript) return ['pong', message ?? '']
    return message ?? PONG
  },
})

export const echo: Command = defineCommand({
  name: 'echo',
  since: '1.0.0',
  group: 'connection',
  summary: 'Answers the message that it was given.',
  complexity: 'O(1)',
  flags: ['loading', 'stale', 'fast'],
  args: { message: bytes() },
  reply: answer.bulk(),
  run: (_, { message }) => message,
})
