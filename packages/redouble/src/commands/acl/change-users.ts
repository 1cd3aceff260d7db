import { DEFAULT_USER } from '../../command/acl/user.ts'
import { bytes, multiple, optional } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import { USERNAME_WITH_SPACES } from '../../command/errors/acl.ts'
import { DEFAULT_USER_STAYS } from '../../command/errors/connection.ts'
import * as answer from '../../command/reply-types.ts'
import { OK } from '../../resp/reply.ts'
import { ADMIN, ALL_NODES } from './shared.ts'

const SPACE_OR_NUL = /[ \t\n\v\f\r\0]/

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
  run({ server }, { username, rule = [] }) {
    if (SPACE_OR_NUL.test(username)) throw USERNAME_WITH_SPACES
    server.access.setUser(username, rule)
    return OK
  },
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
  run({ server }, { username }) {
    if (username.includes(DEFAULT_USER)) throw DEFAULT_USER_STAYS
    return username.filter((name) => server.access.deleteUser(name)).length
  },
})
