import { upperAscii } from '../kernel/bytes.ts'
import { type Reply, StatusReply } from '../resp/reply.ts'
import type { Context } from './context.ts'

/**
 * What `<container> HELP` answers: a heading, the container's own lines, and the entry of HELP
 * itself. Lines that explain a subcommand are indented by four spaces.
 */
export function helpReply(context: Context, lines: readonly string[]): Reply {
  const name = upperAscii(context.argv[0])
  const last = context.profile.quirks.helpSaysPrints ? 'Prints' : 'Print'
  return [
    `${name} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`,
    ...lines,
    'HELP',
    `    ${last} this help.`,
  ].map((line) => new StatusReply(line))
}
