import type { Context } from '../../command/context.ts'
import { WRONG_PASSWORD } from '../../command/errors/connection.ts'
import { NO_REPLY, type Reply } from '../../resp/reply.ts'

/** Lets a client in as a user. Null when it is let in; otherwise the refusal. */
export function authenticate(context: Context, user: string, password: string): Reply {
  const { argv, client, server } = context
  return server.access.authenticate(client, user, password, argv[0]) ? null : refusal(context)
}

/**
 * Some servers mean to leave the answer to a module that has spoken already, and therefore say
 * nothing to a client that still has replies to come: those of a pipeline, or the head of EXEC's.
 */
function refusal({ client, profile, mayNotBlock: isInExec }: Context): Reply {
  if (!profile.quirks.failedAuthHidesBehindReplies) return WRONG_PASSWORD
  return client.hasPendingReplies || isInExec ? NO_REPLY : WRONG_PASSWORD
}
