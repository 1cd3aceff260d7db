import { bytes, multiple, optional } from '../../command/args.ts'
import type { CommandTable } from '../../command/command-table.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { dryRunRefusal } from '../../command/errors/acl.ts'
import { wrongArity } from '../../command/errors/common.ts'
import { commandNotFound, userNotFound } from '../../command/errors/connection.ts'
import * as answer from '../../command/reply-types.ts'
import { OK } from '../../resp/reply.ts'
import { ADMIN } from './shared.ts'

export const aclDryrun: Command = defineCommand({
  ...ADMIN,
  name: 'acl|dryrun',
  since: '7.0.0',
  summary: 'Answers whether a user may call a command, without calling it.',
  complexity: 'O(1).',
  args: { username: bytes(), command: bytes(), arg: optional(multiple(bytes())) },
  reply: answer.bulkOrStatus(),
  run({ argv, client, profile, server }, { username }) {
    const user = server.access.users.get(username)
    if (user === undefined) throw userNotFound(username)
    const call = argv.slice(3)
    const command = commandOf(call, server.commands)
    // As the client is now: its database is the one that the call would touch.
    const denial = server.access.check(user, command, call, client.dbIndex)
    if (denial === null) return OK
    // Of a database the word of the call is shown, be it the command's.
    const object = denial.reason === 'database' ? call[denial.at] : denial.object
    return dryRunRefusal(user.name, { ...denial, object }, profile)
  },
})

function commandOf(call: readonly string[], commands: CommandTable): Command {
  let command = commands.lookup(call[0])
  if (command?.isContainer && call.length > 1) command = commands.lookupSub(command, call[1])
  if (command === undefined) throw commandNotFound(call[0])
  const { arity } = command
  if (arity > 0 ? call.length !== arity : call.length < -arity) throw wrongArity(command.name)
  return command
}
