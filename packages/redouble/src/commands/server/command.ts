import { bytes, multiple, oneOf, option, optional, pattern } from '../../command/args.ts'
import type { CommandTable } from '../../command/command-table.ts'
import type { Context } from '../../command/context.ts'
import {
  type Command,
  type CommandSpec,
  defineCommand,
  defineContainer,
  type KeyUse,
} from '../../command/define.ts'
import { categoriesOf } from '../../command/describe/acl-categories.ts'
import { commandDocs } from '../../command/describe/command-docs.ts'
import { commandInfo, statuses } from '../../command/describe/command-info.ts'
import { in70 } from '../../command/describe/differences.ts'
import { keysOf, mayHaveKeys } from '../../command/describe/find-keys.ts'
import {
  INVALID_ARGUMENT_COUNT,
  INVALID_ARGUMENTS,
  INVALID_COMMAND,
  NO_KEY_ARGUMENTS,
} from '../../command/errors/server.ts'
import { defineHelp } from '../../command/define-help.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { globMatches } from '../../kernel/glob.ts'
import { MapReply, type Reply } from '../../resp/reply.ts'

const SHARED = {
  group: 'server',
  flags: ['loading', 'stale'],
  categories: ['connection'],
} satisfies Partial<CommandSpec>

const UNORDERED = ['nondeterministic_output_order']
/** Before 7.2 these two refused a command of one word by arity alone. */
const AT_LEAST_TWO_WORDS = in70({ arity: -4 })

export const command: Command = defineContainer({
  ...SHARED,
  name: 'command',
  since: '2.8.13',
  summary: 'Describes every command of the server.',
  complexity: 'O(N), N being the commands there are',
  tips: UNORDERED,
  arity: -1,
  run: allInfo,
})

export const commandCount: Command = defineCommand({
  ...SHARED,
  name: 'command|count',
  since: '2.8.13',
  summary: 'Counts the commands of the server.',
  complexity: 'O(1)',
  args: {},
  reply: answer.integer(),
  run: ({ server }) => [...server.commands.top()].length,
})

export const commandInfos: Command = defineCommand({
  ...SHARED,
  name: 'command|info',
  since: '2.8.13',
  summary: 'Describes the named commands, or all of them.',
  complexity: 'O(N), N being the commands asked for',
  tips: UNORDERED,
  args: { commandName: optional(multiple(bytes())) },
  reply: answer.array(answer.anything()),
  run(context, { commandName: names = [] }) {
    const { commands } = context.server
    if (names.length === 0) return allInfo(context)
    return names.map((name) => {
      const found = commands.get(name)
      return found === undefined ? null : commandInfo(found, commands, context.profile)
    })
  },
})

export const commandDocumentation: Command = defineCommand({
  ...SHARED,
  name: 'command|docs',
  since: '7.0.0',
  summary: 'Documents the named commands, or all of them.',
  complexity: 'O(N), N being the commands asked for',
  tips: UNORDERED,
  args: { commandName: optional(multiple(bytes())) },
  reply: answer.map(answer.anything()),
  run({ server, profile }, { commandName: names = [] }) {
    const { commands } = server
    const found =
      names.length === 0
        ? [...commands.top()]
        : names.map((name) => commands.get(name)).filter((one) => one !== undefined)
    return new MapReply(
      found.flatMap((one) => [one.shownName, commandDocs(one, commands, profile)]),
    )
  },
})

export const commandGetkeys: Command = defineCommand({
  ...SHARED,
  name: 'command|getkeys',
  since: '2.8.13',
  summary: 'Finds the keys in a full command.',
  complexity: 'O(N), N being the words of the command',
  args: { command: bytes(), arg: optional(multiple(bytes())) },
  reply: answer.array(answer.bulk()),
  differsIn: AT_LEAST_TWO_WORDS,
  run: (context) => keysIn(context).map((use) => use.key),
})

export const commandGetkeysandflags: Command = defineCommand({
  ...SHARED,
  name: 'command|getkeysandflags',
  since: '7.0.0',
  summary: 'Finds the keys in a full command, and how it uses each of them.',
  complexity: 'O(N), N being the words of the command',
  args: { command: bytes(), arg: optional(multiple(bytes())) },
  reply: answer.array(answer.anything()),
  differsIn: AT_LEAST_TWO_WORDS,
  run: (context) => keysIn(context).map((use) => [use.key, statuses(use.flags)]),
})

export const commandList: Command = defineCommand({
  ...SHARED,
  name: 'command|list',
  since: '7.0.0',
  summary: 'Lists the names of the commands, all of them or those that a filter lets through.',
  complexity: 'O(N), N being the commands there are',
  tips: UNORDERED,
  args: {
    filterby: optional(
      option(
        'FILTERBY',
        oneOf({
          moduleName: option('MODULE', bytes()),
          category: option('ACLCAT', bytes()),
          pattern: option('PATTERN', pattern()),
        }),
      ),
    ),
  },
  reply: answer.array(answer.bulk()),
  run({ server: { commands } }, { filterby }) {
    if (filterby === undefined) return [...commands.top()].map(({ shownName }) => shownName)
    const { category, pattern: glob } = filterby
    if (category !== undefined) {
      const wanted = lowerAscii(category)
      return namesWhere(commands, (one) => categoriesOf(one).includes(wanted))
    }
    if (glob !== undefined) return namesWhere(commands, (one) => globMatches(glob, one.name, true))
    const module = filterby.moduleName
    return namesWhere(commands, (one) => one.module !== undefined && one.module === module)
  },
})

export const commandHelp: Command = defineHelp(
  { name: 'command|help', since: '5.0.0', group: 'server', categories: ['connection'] },
  (profile) => {
    const redis = profile.flavour === 'redis' ? 'Redis ' : ''
    return [
      '(no subcommand)',
      `    Return details about all ${redis}commands.`,
      'COUNT',
      `    Return the total number of commands in this ${redis}server.`,
      'LIST',
      `    Return a list of all commands in this ${redis}server.`,
      'INFO [<command-name> ...]',
      `    Return details about multiple ${redis}commands.`,
      '    If no command names are given, documentation details for all',
      '    commands are returned.',
      'DOCS [<command-name> ...]',
      `    Return documentation details about multiple ${redis}commands.`,
      '    If no command names are given, documentation details for all',
      '    commands are returned.',
      'GETKEYS <full-command>',
      `    Return the keys from a full ${redis}command.`,
      'GETKEYSANDFLAGS <full-command>',
      `    Return the keys and the access flags from a full ${redis}command.`,
    ]
  },
)

function allInfo({ server: { commands }, profile }: Context): Reply {
  return [...commands.top()].map((one) => commandInfo(one, commands, profile))
}

/** Subcommands are named too, as `config|get`; containers are not, unless they match themselves. */
function namesWhere(commands: CommandTable, test: (command: Command) => boolean): string[] {
  return [...commands.all()].filter(test).map(({ shownName }) => shownName)
}

function keysIn({ argv, profile, server: { commands } }: Context): KeyUse[] {
  const call = argv.slice(2)
  const found = lookup(commands, call)
  if (found === undefined) throw INVALID_COMMAND
  if (!mayHaveKeys(found)) throw NO_KEY_ARGUMENTS
  const { arity } = found
  if (arity > 0 ? call.length !== arity : call.length < -arity) throw INVALID_ARGUMENT_COUNT
  const uses = keysOf(found, call, profile.quirks.keyCountsWrap)
  if (uses !== null && uses.length > 0) return uses
  if (found.flags.includes('no_mandatory_keys')) return []
  throw INVALID_ARGUMENTS
}

function lookup(commands: CommandTable, call: readonly string[]): Command | undefined {
  const found = commands.lookup(call[0])
  if (found === undefined || !found.isContainer || call.length === 1) return found
  return commands.lookupSub(found, call[1])
}
