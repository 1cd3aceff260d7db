import { bytes, oneOf, option } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { andInValkey9, in70 } from '../../command/describe/differences.ts'
import {
  BAD_CLIENT_NAME,
  badClientAttribute,
  unknownAttribute,
} from '../../command/errors/connection.ts'
import * as answer from '../../command/reply-types.ts'
import type { Profile } from '../../command/profile.ts'
import { cString, lowerAscii } from '../../kernel/bytes.ts'
import { OK } from '../../resp/reply.ts'

/** Printable ASCII without the space; what follows a NUL may be anything (after 7.0). */
function isPrintable(text: string, { quirks }: Profile): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0 && quirks.namesEndAtNul) return true
    if (code < 0x21 || code > 0x7e) return false
  }
  return true
}

/** Throws when a name would not stand in a line of CLIENT LIST. */
export function checkClientName(name: string, profile: Profile): void {
  if (!isPrintable(name, profile)) throw BAD_CLIENT_NAME
}

export const clientGetname: Command = defineCommand({
  name: 'client|getname',
  since: '2.6.9',
  group: 'connection',
  summary: 'Answers the name of the connection.',
  complexity: 'O(1)',
  ...andInValkey9(['noscript', 'loading', 'stale'], 'allow_busy'),
  args: {},
  reply: answer.nullable(answer.bulk()),
  effects: ['connection'],
  run: ({ client }) => (client.name === '' ? null : client.name),
})

const ALL_NODES = ['request_policy:all_nodes', 'response_policy:all_succeeded'] as const

export const clientSetname: Command = defineCommand({
  name: 'client|setname',
  since: '2.6.9',
  group: 'connection',
  summary: 'Names the connection; the empty name takes its name away.',
  complexity: 'O(1)',
  ...andInValkey9(['noscript', 'loading', 'stale'], 'allow_busy'),
  tips: ALL_NODES,
  differsIn: in70({ tips: [] }),
  args: { connectionName: bytes() },
  reply: answer.ok(),
  effects: ['connection'],
  run({ client, profile }, { connectionName }) {
    checkClientName(connectionName, profile)
    client.name = connectionName
    return OK
  },
})

export const clientSetinfo: Command = defineCommand({
  name: 'client|setinfo',
  since: '7.2.0',
  group: 'connection',
  summary: 'Tells the server which client library this is.',
  complexity: 'O(1)',
  ...andInValkey9(['noscript', 'loading', 'stale'], 'allow_busy'),
  tips: ALL_NODES,
  args: {
    attr: oneOf({ libname: option('LIB-NAME', bytes()), libver: option('LIB-VER', bytes()) }),
  },
  reply: answer.ok(),
  effects: ['connection'],
  parse: byHand,
  run({ client, argv, profile }) {
    const attribute = lowerAscii(cString(argv[2]))
    const value = argv[3]
    if (attribute !== 'lib-name' && attribute !== 'lib-ver') throw unknownAttribute(argv[2])
    if (!isPrintable(value, profile)) throw badClientAttribute(argv[2])
    if (attribute === 'lib-name') client.libName = value
    else client.libVersion = value
    return OK
  },
})
