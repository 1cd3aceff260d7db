import { upperAscii } from '../kernel/bytes.ts'
import { type Reply, StatusReply } from '../resp/reply.ts'
import type { Context } from './context.ts'
import { type Command, type CommandSpec, defineCommand } from './define.ts'
import type { Profile } from './profile.ts'

/** What HELP lists: the container's own lines, those that explain indented by four spaces. */
export type HelpLines = readonly string[] | ((profile: Profile) => readonly string[])

/** The HELP of a container: its name is `container|help`. */
export function defineHelp(
  spec: Pick<CommandSpec, 'name' | 'since' | 'valkeySince' | 'group' | 'categories' | 'differsIn'>,
  lines: HelpLines,
): Command {
  const container = spec.name.slice(0, spec.name.indexOf('|')).toUpperCase()
  return defineCommand({
    ...spec,
    summary: `Lists the subcommands of ${container}.`,
    complexity: 'O(1)',
    flags: ['loading', 'stale'],
    args: {},
    run: (context) => helpReply(context, lines),
  })
}

/** A heading, the container's lines, and the entry of HELP itself. */
export function helpReply({ argv, profile }: Context, lines: HelpLines): Reply {
  const last = profile.quirks.helpSaysPrints ? 'Prints' : 'Print'
  return [
    `${upperAscii(argv[0])} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`,
    ...(typeof lines === 'function' ? lines(profile) : lines),
    'HELP',
    `    ${last} this help.`,
  ].map((line) => new StatusReply(line))
}
