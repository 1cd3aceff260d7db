import { bytes, multiple, optional } from '../../command/args.ts'
import type { Config } from '../../command/config.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import { unsupported } from '../../command/errors/common.ts'
import { DEFAULT_USER_STAYS } from '../../command/errors/connection.ts'
import { type Availability, isAvailable } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { MapReply, SetReply } from '../../resp/reply.ts'
import { DEFAULT_USER, passwordDigest } from './authenticate.ts'

const ADMIN = {
  group: 'server',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  effects: ['server'],
} as const
const DATABASE_RULES: Availability = { since: 'never', valkeySince: '9.0.0' }

export const aclUsers: Command = defineCommand({
  ...ADMIN,
  name: 'acl|users',
  since: '6.0.0',
  summary: 'Lists the names of the users.',
  complexity: 'O(N). Where N is the number of configured users.',
  args: {},
  reply: answer.array(answer.bulk()),
  run: () => [DEFAULT_USER],
})

export const aclList: Command = defineCommand({
  ...ADMIN,
  name: 'acl|list',
  since: '6.0.0',
  summary: 'Lists the users with their rules, as an ACL file has them.',
  complexity: 'O(N). Where N is the number of configured users.',
  args: {},
  reply: answer.array(answer.bulk()),
  run({ config, profile }) {
    const flags = userFlags(config, profile.quirks.aclShowsSanitizePayload)
    const passwords = passwordDigests(config).map((digest) => `#${digest}`)
    return [['user', DEFAULT_USER, ...flags, ...passwords, '~*', '&*', '+@all'].join(' ')]
  },
})

export const aclGetuser: Command = defineCommand({
  ...ADMIN,
  name: 'acl|getuser',
  since: '6.0.0',
  summary: 'Answers the rules of a user.',
  complexity:
    'O(N). Where N is the number of password, command and pattern rules that the user has.',
  history: [
    ['6.2.0', 'Shows the patterns of channels.'],
    ['7.0.0', 'Shows selectors, and keys and channels as rules.'],
  ],
  args: { username: bytes() },
  reply: answer.nullable(answer.map(answer.anything())),
  run({ config, profile }, { username }) {
    if (username !== DEFAULT_USER) return null
    return new MapReply([
      'flags',
      new SetReply(userFlags(config, profile.quirks.aclShowsSanitizePayload)),
      'passwords',
      passwordDigests(config),
      'commands',
      '+@all',
      'keys',
      '~*',
      'channels',
      '&*',
      ...(isAvailable(DATABASE_RULES, profile) ? ['databases', 'alldbs'] : []),
      'selectors',
      [],
    ])
  },
})

const ALL_NODES = ['request_policy:all_nodes', 'response_policy:all_succeeded'] as const

export const aclSetuser: Command = defineCommand({
  ...ADMIN,
  name: 'acl|setuser',
  since: '6.0.0',
  summary: 'Makes a user, or changes the rules of one.',
  complexity: 'O(N). Where N is the number of rules provided.',
  tips: ALL_NODES,
  differsIn: in70({ tips: [] }),
  history: [
    ['6.2.0', 'Knows patterns of channels.'],
    ['7.0.0', 'Knows selectors and permissions by key.'],
  ],
  args: { username: bytes(), rule: optional(multiple(bytes())) },
  reply: answer.ok(),
  isUnsupported: true,
  run: () => unsupported('ACL SETUSER'),
})

export const aclDeluser: Command = defineCommand({
  ...ADMIN,
  name: 'acl|deluser',
  since: '6.0.0',
  summary: 'Removes users and ends their connections.',
  complexity: 'O(1) amortized time considering the typical user.',
  tips: ALL_NODES,
  differsIn: in70({ tips: [] }),
  args: { username: multiple(bytes()) },
  reply: answer.integer(),
  run(_, { username }) {
    if (username.includes(DEFAULT_USER)) throw DEFAULT_USER_STAYS
    // As long as nobody can make a user, there is none to remove.
    return 0
  },
})

function userFlags(config: Config, showsSanitizePayload: boolean): string[] {
  const flags = ['on']
  if (config.requirepass === '') flags.push('nopass')
  if (showsSanitizePayload) flags.push('sanitize-payload')
  return flags
}

function passwordDigests({ requirepass }: Config): string[] {
  return requirepass === '' ? [] : [passwordDigest(requirepass)]
}
