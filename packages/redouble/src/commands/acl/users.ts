import {
  channelRules,
  commandRules,
  databaseRules,
  keyRules,
  userFlags,
} from '../../command/acl/describe-user.ts'
import type { RuleContext } from '../../command/acl/rule-context.ts'
import type { Selector } from '../../command/acl/selector.ts'
import { bytes } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { MapReply, type Reply, SetReply } from '../../resp/reply.ts'
import { ADMIN } from './shared.ts'

export const aclUsers: Command = defineCommand({
  ...ADMIN,
  name: 'acl|users',
  since: '6.0.0',
  summary: 'Lists the names of the users.',
  complexity: 'O(N). Where N is the number of configured users.',
  args: {},
  reply: answer.array(answer.bulk()),
  run: ({ server }) => server.access.users.sorted().map(({ name }) => name),
})

export const aclList: Command = defineCommand({
  ...ADMIN,
  name: 'acl|list',
  since: '6.0.0',
  summary: 'Lists the users with their rules, as an ACL file has them.',
  complexity: 'O(N). Where N is the number of configured users.',
  args: {},
  reply: answer.array(answer.bulk()),
  run: ({ server }) => server.access.users.lines(),
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
  run({ server }, { username }) {
    const { users } = server.access
    const { context } = users
    const user = users.get(username)
    if (user === undefined) return null
    const selectors = user.selectors.map((one) => new MapReply(selectorEntries(one, context)))
    return new MapReply([
      'flags',
      new SetReply(userFlags(user, context)),
      'passwords',
      [...user.passwords],
      ...selectorEntries(user.root, context),
      'selectors',
      selectors,
    ])
  },
})

function selectorEntries(selector: Selector, context: RuleContext): Reply[] {
  return [
    'commands',
    commandRules(selector, context),
    'keys',
    keyRules(selector).join(' '),
    'channels',
    channelRules(selector).join(' '),
    ...(context.knowsDatabases ? ['databases', databaseRules(selector)] : []),
  ]
}
