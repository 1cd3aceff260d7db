import type { Args } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import { CLUSTER_DISABLED } from '../../command/errors/keys.ts'

/** A command that a server without cluster mode refuses whatever its arguments are. */
export function defineRefused<A extends Args>(
  spec: Omit<CommandSpec<A>, 'group' | 'parse' | 'run'>,
): Command {
  return defineCommand({
    ...spec,
    group: 'cluster',
    parse: byHand,
    run: () => CLUSTER_DISABLED,
  })
}
