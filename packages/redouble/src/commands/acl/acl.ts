import { bytes, integer, multiple, oneOf, optional, token } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand, defineContainer } from '../../command/define.ts'
import { ACL_CATEGORIES, categoriesOf } from '../../command/describe/acl-categories.ts'
import { unknownSubcommandUse, unsupported, wrongArity } from '../../command/errors/common.ts'
import {
  commandNotFound,
  GENPASS_BITS,
  noAclFile,
  unknownCategory,
  userNotFound,
} from '../../command/errors/connection.ts'
import { defineHelp } from '../../command/define-help.ts'
import { in70 } from '../../command/describe/differences.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { OK, type Reply } from '../../resp/reply.ts'
import { DEFAULT_USER } from './authenticate.ts'

const GENPASS_MAX_BITS = 4096
const GENPASS_BITS_BY_DEFAULT = 256
const SHARED = { group: 'server', flags: ['noscript', 'loading', 'stale'] } as const
const ADMIN = { group: 'server', flags: ['admin', 'noscript', 'loading', 'stale'] } as const

export const acl: Command = defineContainer({
  name: 'acl',
  since: '6.0.0',
  group: 'server',
  summary: 'Commands about users and what they may do.',
  complexity: 'Depends on subcommand.',
})

export const aclWhoami: Command = defineCommand({
  ...SHARED,
  name: 'acl|whoami',
  since: '6.0.0',
  summary: 'Answers as which user the connection is authenticated.',
  complexity: 'O(1)',
  args: {},
  reply: answer.bulk(),
  effects: ['connection'],
  run: ({ client }) => client.user,
})

export const aclCat: Command = defineCommand({
  ...SHARED,
  name: 'acl|cat',
  since: '6.0.0',
  summary: 'Lists the categories of commands, or the commands of one.',
  complexity: 'O(1) since the categories and commands are a fixed set.',
  args: { category: optional(bytes()) },
  reply: answer.array(answer.bulk()),
  parse(argv) {
    if (argv.length > 3) throw unknownSubcommandUse(argv)
    return { category: argv[2] }
  },
  run({ server }, { category }): Reply {
    if (category === undefined) return [...ACL_CATEGORIES]
    const wanted = lowerAscii(category)
    if (!ACL_CATEGORIES.includes(wanted)) throw unknownCategory(category)
    return [...server.commands.all()]
      .filter((command) => categoriesOf(command).includes(wanted))
      .map((command) => command.name)
  },
})

export const aclGenpass: Command = defineCommand({
  ...SHARED,
  name: 'acl|genpass',
  since: '6.0.0',
  summary: 'Makes a password of so many random bits.',
  complexity: 'O(1)',
  args: { bits: optional(integer()) },
  reply: answer.bulk(),
  effects: ['random'],
  parse(argv) {
    if (argv.length > 3) throw unknownSubcommandUse(argv)
    if (argv.length === 2) return { bits: GENPASS_BITS_BY_DEFAULT }
    const bits = readInt64(argv[2])
    if (bits < 1 || bits > GENPASS_MAX_BITS) throw GENPASS_BITS
    return { bits: Number(bits) }
  },
  run: ({ random }, { bits = GENPASS_BITS_BY_DEFAULT }) => random.hex(Math.ceil(bits / 4)),
})

export const aclDryrun: Command = defineCommand({
  ...ADMIN,
  name: 'acl|dryrun',
  since: '7.0.0',
  summary: 'Answers whether a user may call a command, without calling it.',
  complexity: 'O(1).',
  args: { username: bytes(), command: bytes(), arg: optional(multiple(bytes())) },
  reply: answer.bulkOrStatus(),
  run(context, { username }) {
    if (username !== DEFAULT_USER) throw userNotFound(username)
    checkCall(context)
    return OK
  },
})

/** The default user may do everything that is a call at all. */
function checkCall({ argv, server: { commands } }: Context): void {
  const call = argv.slice(3)
  let command = commands.lookup(call[0])
  if (command?.isContainer && call.length > 1) command = commands.lookupSub(command, call[1])
  if (command === undefined) throw commandNotFound(call[0])
  const { arity } = command
  if (arity > 0 ? call.length !== arity : call.length < -arity) throw wrongArity(command.name)
}

export const aclLog: Command = defineCommand({
  ...ADMIN,
  name: 'acl|log',
  since: '6.0.0',
  summary: 'Shows or forgets what users were refused.',
  complexity: 'O(N) with N being the number of entries shown.',
  history: [['7.2.0', 'Entries have an id, and when they were made and last changed.']],
  args: { operation: optional(oneOf({ count: integer(), reset: token('RESET') })) },
  reply: answer.anyOf(answer.array(answer.map(answer.anything())), answer.ok()),
  isUnsupported: true,
  run: () => unsupported('ACL LOG'),
})

export const aclLoad: Command = defineCommand({
  ...ADMIN,
  name: 'acl|load',
  since: '6.0.0',
  summary: 'Reads the users from the ACL file again.',
  complexity: 'O(N). Where N is the number of configured users.',
  args: {},
  reply: answer.ok(),
  run: ({ profile }) => noAclFile(profile.flavour === 'redis'),
})

export const aclSave: Command = defineCommand({
  ...ADMIN,
  name: 'acl|save',
  since: '6.0.0',
  summary: 'Writes the users to the ACL file.',
  complexity: 'O(N). Where N is the number of configured users.',
  tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
  differsIn: in70({ tips: [] }),
  args: {},
  reply: answer.ok(),
  run: ({ profile }) => noAclFile(profile.flavour === 'redis'),
})

export const aclHelp: Command = defineHelp(
  { name: 'acl|help', since: '6.0.0', group: 'server' },
  (profile) => {
    const rule = profile.name === 'valkey-9' ? 'rule' : 'attribute'
    return [
      'CAT [<category>]',
      '    List all commands that belong to <category>, or all command categories',
      '    when no category is specified.',
      'DELUSER <username> [<username> ...]',
      '    Delete a list of users.',
      'DRYRUN <username> <command> [<arg> ...]',
      '    Returns whether the user can execute the given command without executing the command.',
      'GETUSER <username>',
      "    Get the user's details.",
      'GENPASS [<bits>]',
      '    Generate a secure 256-bit user password. The optional `bits` argument can',
      '    be used to specify a different size.',
      'LIST',
      '    Show users details in config file format.',
      'LOAD',
      '    Reload users from the ACL file.',
      'LOG [<count> | RESET]',
      '    Show the ACL log entries.',
      'SAVE',
      '    Save the current config to the ACL file.',
      `SETUSER <username> <${rule}> [<${rule}> ...]`,
      `    Create or modify a user with the specified ${rule}s.`,
      'USERS',
      '    List all the registered usernames.',
      'WHOAMI',
      '    Return the current connection username.',
    ]
  },
)
