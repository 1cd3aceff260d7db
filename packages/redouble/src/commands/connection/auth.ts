import { DEFAULT_USER } from '../../command/acl/user.ts'
import { bytes, optional } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { NO_PASSWORD_IS_SET } from '../../command/errors/connection.ts'
import * as answer from '../../command/reply-types.ts'
import { OK } from '../../resp/reply.ts'
import { authenticate } from './authenticate.ts'

export const auth: Command = defineCommand({
  name: 'auth',
  since: '1.0.0',
  group: 'connection',
  summary: 'Tells the server who the client is.',
  complexity: 'O(N) where N is the number of passwords defined for the user',
  flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
  history: [['6.0.0', 'Takes a user beside the password.']],
  args: { username: optional(bytes({ since: '6.0.0' })), password: bytes() },
  reply: answer.ok(),
  effects: ['connection'],
  parse(argv) {
    if (argv.length > 3) throw SYNTAX
    return { username: argv.length === 3 ? argv[1] : undefined, password: argv[argv.length - 1] }
  },
  run(context, { username, password }) {
    const { byDefault } = context.server.access.users
    if (username === undefined && byDefault.needsNoPassword) return NO_PASSWORD_IS_SET
    return authenticate(context, username ?? DEFAULT_USER, password) ?? OK
  },
})
