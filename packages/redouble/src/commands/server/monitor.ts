import { type Command, defineCommand } from '../../command/define.ts'
import { MONITOR_DENIED } from '../../command/errors/server.ts'
import { NO_REPLY, OK } from '../../resp/reply.ts'

export const monitor: Command = defineCommand({
  name: 'monitor',
  since: '1.0.0',
  group: 'server',
  summary: 'Shows this client every call that the server gets.',
  complexity: 'O(1) for each call shown',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  effects: ['connection'],
  args: {},
  run({ client, mayNotBlock, server }) {
    if (mayNotBlock) return MONITOR_DENIED
    // A second MONITOR is not even answered.
    if (client.isMonitor) return NO_REPLY
    client.isMonitor = true
    server.monitors.add(client)
    return OK
  },
})
