import { oneOf, token, bytes, multiple } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { andInValkey9 } from '../../command/describe/differences.ts'
import { SYNTAX, unsupported } from '../../command/errors/common.ts'
import { NOT_IMPORTING } from '../../command/errors/connection.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { NO_REPLY, OK } from '../../resp/reply.ts'

const onOrOff = { enabled: oneOf({ on: token('ON'), off: token('OFF') }) }

export const clientNoEvict: Command = defineCommand({
  name: 'client|no-evict',
  since: '7.0.0',
  group: 'connection',
  summary: 'Spares the connection when memory is taken from clients.',
  complexity: 'O(1)',
  ...andInValkey9(['admin', 'noscript', 'loading', 'stale'], 'allow_busy'),
  args: onOrOff,
  reply: answer.ok(),
  effects: ['connection'],
  run({ client }, { enabled }) {
    client.noEvict = enabled.on === true
    return OK
  },
})

export const clientNoTouch: Command = defineCommand({
  name: 'client|no-touch',
  since: '7.2.0',
  group: 'connection',
  summary: 'Keeps the commands of the connection from counting as accesses to keys.',
  complexity: 'O(1)',
  ...andInValkey9(['noscript', 'loading', 'stale'], 'allow_busy'),
  args: onOrOff,
  reply: answer.ok(),
  effects: ['connection'],
  run({ client }, { enabled }) {
    client.noTouch = enabled.on === true
    return OK
  },
})

export const clientReply: Command = defineCommand({
  name: 'client|reply',
  since: '3.2.0',
  group: 'connection',
  summary: 'Turns replies on or off, or off for the next command.',
  complexity: 'O(1)',
  ...andInValkey9(['noscript', 'loading', 'stale'], 'no_multi', 'allow_busy'),
  args: { action: oneOf({ on: token('ON'), off: token('OFF'), skip: token('SKIP') }) },
  effects: ['connection'],
  run({ client }, { action }) {
    if (action.on) {
      client.isReplyOff = false
      client.skipsReply = false
      return OK
    }
    if (action.off) client.isReplyOff = true
    else if (!client.isReplyOff) client.skipsNextReply = true
    return NO_REPLY
  },
})

export const clientCapa: Command = defineCommand({
  name: 'client|capa',
  since: 'never',
  valkeySince: '8.0.0',
  group: 'connection',
  summary: 'Tells the server what the client can cope with.',
  complexity: 'O(1)',
  ...andInValkey9(['noscript', 'loading', 'stale'], 'allow_busy'),
  args: { capability: multiple(bytes()) },
  reply: answer.ok(),
  effects: ['connection'],
  run({ client }, { capability }) {
    if (capability.some((one) => lowerAscii(one) === 'redirect')) client.capabilities = 'r'
    return OK
  },
})

export const clientImportSource: Command = defineCommand({
  name: 'client|import-source',
  since: 'never',
  valkeySince: '8.1.0',
  group: 'connection',
  summary: 'Lets the connection see expired keys while the server imports data.',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: onOrOff,
  reply: answer.ok(),
  effects: ['connection'],
  parse: byHand,
  run({ argv, config }) {
    const mode = lowerAscii(argv[2])
    if (mode === 'off') return OK
    if (config.stored.get('import-mode') !== 'yes') throw NOT_IMPORTING
    // Import mode is for moving data from another server, which the double does not do.
    throw mode === 'on' ? unsupported('CLIENT IMPORT-SOURCE ON') : SYNTAX
  },
})
