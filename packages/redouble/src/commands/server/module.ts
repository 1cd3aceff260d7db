import { block, bytes, multiple, multipleToken, option, optional } from '../../command/args.ts'
import { builtInModules } from '../../command/built-in-modules.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import {
  type Command,
  type CommandSpec,
  defineCommand,
  defineContainer,
} from '../../command/define.ts'
import { unsupported } from '../../command/errors/common.ts'
import { debugNotAllowed } from '../../command/errors/dispatch.ts'
import { defineHelp } from '../../command/define-help.ts'
import * as answer from '../../command/reply-types.ts'
import type { ErrorReply } from '../../resp/reply.ts'

const SHARED = {
  group: 'server',
  flags: ['admin', 'noscript', 'no_async_loading'],
  effects: ['server'],
} satisfies Partial<CommandSpec>

export const module: Command = defineContainer({
  name: 'module',
  since: '4.0.0',
  group: 'server',
  summary: 'Manages modules; the double has those that are part of the server.',
  complexity: 'Depends on the subcommand',
})

export const moduleList: Command = defineCommand({
  name: 'module|list',
  since: '4.0.0',
  group: 'server',
  flags: ['admin', 'noscript'],
  summary: 'Lists the loaded modules.',
  complexity: 'O(N), N being the modules',
  tips: ['nondeterministic_output_order'],
  args: {},
  reply: answer.array(answer.anything()),
  run: ({ profile }) => builtInModules(profile),
})

export const moduleLoad: Command = defineCommand({
  ...SHARED,
  name: 'module|load',
  since: '4.0.0',
  summary: 'Loads a module.',
  complexity: 'O(1)',
  args: { path: bytes(), arg: optional(multiple(bytes())) },
  run: (context) => refusal(context, 'MODULE LOAD'),
})

export const moduleLoadex: Command = defineCommand({
  ...SHARED,
  name: 'module|loadex',
  since: '7.0.0',
  summary: 'Loads a module with settings.',
  complexity: 'O(1)',
  args: {
    path: bytes(),
    configs: optional(multipleToken(option('CONFIG', block({ name: bytes(), value: bytes() })))),
    args: optional(multiple(option('ARGS', bytes()))),
  },
  // Whether modules may be loaded comes before what is asked.
  parse: byHand,
  run: (context) => refusal(context, 'MODULE LOADEX'),
})

export const moduleUnload: Command = defineCommand({
  ...SHARED,
  name: 'module|unload',
  since: '4.0.0',
  summary: 'Unloads a module.',
  complexity: 'O(1)',
  args: { name: bytes() },
  run: (context) => refusal(context, 'MODULE UNLOAD'),
})

export const moduleHelp: Command = defineHelp(
  { name: 'module|help', since: '5.0.0', group: 'server' },
  [
    'LIST',
    '    Return a list of loaded modules.',
    'LOAD <path> [<arg> ...]',
    '    Load a module library from <path>, passing to it any optional arguments.',
    'LOADEX <path> [[CONFIG NAME VALUE] [CONFIG NAME VALUE]] [ARGS ...]',
    '    Load a module library from <path>, while passing it module configurations and optional arguments.',
    'UNLOAD <name>',
    '    Unload a module.',
  ],
)

/** As a server that does not allow it; where it would, the double says that it cannot. */
function refusal({ config }: Context, what: string): ErrorReply {
  const isAllowed = (config.stored.get('enable-module-command') ?? 'no') !== 'no'
  return isAllowed ? unsupported(what) : debugNotAllowed('MODULE')
}
