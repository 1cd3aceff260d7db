import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { notDeprecatedIn } from '../../command/describe/differences.ts'
import { OK, StatusReply } from '../../resp/reply.ts'

const RESET = new StatusReply('RESET')

export const reset: Command = defineCommand({
  name: 'reset',
  since: '6.2.0',
  group: 'connection',
  summary: 'Puts the connection back to where it began.',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
  args: {},
  effects: ['connection', 'channel'],
  run({ client, server, profile }) {
    client.transaction = null
    server.unwatch(client)
    server.pubsub.forget(client)
    server.monitors.delete(client)
    server.tracking.disable(client)
    client.isMonitor = false
    server.select(client, 0)
    client.resp = 2
    client.name = ''
    server.access.logOut(client)
    client.isReplyOff = false
    client.skipsNextReply = false
    client.noTouch = false
    if (!profile.quirks.resetKeepsNoEvict) client.noEvict = false
    return RESET
  },
})

export const quit: Command = defineCommand({
  name: 'quit',
  since: '1.0.0',
  group: 'connection',
  summary: 'Ends the connection once its replies are delivered.',
  complexity: 'O(1)',
  deprecatedSince: '7.2.0',
  replacedBy: 'just closing the connection',
  differsIn: notDeprecatedIn('7.0', 'valkey-9'),
  flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
  args: {},
  arity: -1,
  effects: ['connection'],
  parse: byHand,
  run({ client }) {
    client.closeAfterReply = true
    return OK
  },
})
