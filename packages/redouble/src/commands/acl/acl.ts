import { type Command, defineCommand, defineContainer } from '../../command/define.ts'
import { defineHelp } from '../../command/define-help.ts'
import * as answer from '../../command/reply-types.ts'
import { SHARED } from './shared.ts'

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
