import { block, bytes, multiple } from '../../command/args.ts'
import type { Config } from '../../command/config.ts'
import { type Directive, shownValue, storeValue } from '../../command/config-directive.ts'
import { directivesOf } from '../../command/config-directives.ts'
import { rewriteConfigText } from '../../command/config-rewrite.ts'
import type { Context } from '../../command/context.ts'
import {
  type Command,
  type CommandSpec,
  defineCommand,
  defineContainer,
} from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import {
  ConfigRefusal,
  configSetFailed,
  DUPLICATE,
  IMMUTABLE,
  NO_CONFIG_FILE,
  PROTECTED,
  rewriteFailed,
  unknownOption,
} from '../../command/errors/config.ts'
import { defineHelp } from '../../command/define-help.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { globMatches } from '../../kernel/glob.ts'
import { MapReply, OK, type Reply } from '../../resp/reply.ts'

const SHARED = {
  group: 'server',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  effects: ['server'],
} satisfies Partial<CommandSpec>

/** Answers of all nodes of a cluster have to agree. 7.0 said so of CONFIG SET only. */
const ON_ALL_NODES = ['request_policy:all_nodes', 'response_policy:all_succeeded']

export const config: Command = defineContainer({
  name: 'config',
  since: '2.0.0',
  group: 'server',
  summary: "Reads and changes the server's configuration.",
  complexity: 'Depends on the subcommand',
})

export const configGet: Command = defineCommand({
  ...SHARED,
  name: 'config|get',
  since: '2.0.0',
  summary: 'Reads the settings that match one of several patterns.',
  complexity: 'O(N), N being the settings asked for',
  args: { parameter: multiple(bytes()) },
  reply: answer.map(answer.bulk()),
  run(context, { parameter: patterns }) {
    const shown = new Map<string, string>()
    for (const pattern of patterns) collectMatches(context, pattern, shown)
    return new MapReply([...shown].flat())
  },
})

export const configSet: Command = defineCommand({
  ...SHARED,
  name: 'config|set',
  since: '2.0.0',
  summary: 'Changes one or several settings, all of them or none.',
  complexity: 'O(N), N being the settings to change',
  tips: ON_ALL_NODES,
  args: { data: multiple(block({ parameter: bytes(), value: bytes() })) },
  reply: answer.ok(),
  // Which of several mistakes is named is CONFIG SET's own.
  parse: ({ length }) => {
    if (length % 2 === 1) throw SYNTAX
    return {}
  },
  run: setAll,
})

export const configResetstat: Command = defineCommand({
  ...SHARED,
  name: 'config|resetstat',
  since: '2.0.0',
  summary: 'Sets the counters behind INFO back to zero.',
  complexity: 'O(1)',
  tips: ON_ALL_NODES,
  differsIn: in70({ tips: [] }),
  args: {},
  reply: answer.ok(),
  run({ server: { stats, commandStats } }) {
    for (const [name, value] of Object.entries(stats)) {
      // `dirty` counts changes since the last save, which is no statistic.
      if (typeof value === 'number' && name !== 'dirty') {
        ;(stats as unknown as Record<string, number>)[name] = 0
      }
    }
    stats.errors.clear()
    commandStats.clear()
    return OK
  },
})

export const configRewrite: Command = defineCommand({
  ...SHARED,
  name: 'config|rewrite',
  since: '2.8.0',
  summary: 'Writes the settings into the configuration file that the server was started with.',
  complexity: 'O(1)',
  tips: ON_ALL_NODES,
  differsIn: in70({ tips: [] }),
  args: {},
  reply: answer.ok(),
  run({ config: { file }, config: current, profile, server }) {
    if (file === null) return NO_CONFIG_FILE
    try {
      file.write(rewriteConfigText(file.read(), current, profile, server.access.configLines()))
      return OK
    } catch (error) {
      return rewriteFailed((error as Error).message)
    }
  },
})

export const configHelp: Command = defineHelp(
  { name: 'config|help', since: '5.0.0', group: 'server' },
  [
    'GET <pattern>',
    '    Return parameters matching the glob-like <pattern> and their values.',
    'SET <directive> <value>',
    '    Set the configuration <directive> to <value>.',
    'RESETSTAT',
    '    Reset statistics reported by the INFO command.',
    'REWRITE',
    '    Rewrite the configuration file.',
  ],
)

/** A plain name is shown as it was written, and once. */
function collectMatches(context: Context, pattern: string, shown: Map<string, string>): void {
  const { config: current, profile } = context
  const table = directivesOf(profile)
  const show = (name: string, one: Directive): void => {
    shown.set(
      name,
      one.name === 'port' ? listeningPort(context) : shownValue(one, current, profile),
    )
  }
  if (/[[*?]/.test(pattern)) {
    for (const [name, one] of table.entries()) {
      if (!one.isHidden && globMatches(pattern, name, true)) show(name, one)
    }
    return
  }
  const found = table.find(pattern)
  const isShown = [...shown.keys()].some((name) => lowerAscii(name) === lowerAscii(pattern))
  if (found !== undefined && !isShown) show(pattern, found)
}

/** Where the double listens is not the configuration's to say. */
function listeningPort({ server, config: current }: Context): string {
  return current.stored.get('port') ?? String(server.tcpPort)
}

interface Change {
  readonly name: string
  readonly directive: Directive
  readonly text: string
  value: string
}

function setAll({ argv, config: current, profile }: Context): Reply {
  const changes: Change[] = []
  for (let i = 2; i < argv.length; i += 2) {
    const directive = directivesOf(profile).find(argv[i])
    if (directive === undefined) return unknownOption(argv[i])
    const refusal = whyNotSettable(argv[i], directive, changes, current)
    if (refusal !== null) return configSetFailed(argv[i], refusal)
    changes.push({ name: argv[i], directive, text: argv[i + 1], value: '' })
  }
  for (const change of changes) {
    try {
      const { directive, text } = change
      change.value = directive.read(wordsOf(directive, text), { profile, config: current })
    } catch (error) {
      if (error instanceof ConfigRefusal) return configSetFailed(change.name, error)
      throw error
    }
  }
  for (const { directive, value } of changes) storeValue(directive, current, value)
  return OK
}

/** A list is split at each space, so that two spaces make an empty word. */
function wordsOf(directive: Directive, text: string): string[] {
  if (!directive.isList) return [text]
  return text === '' ? [] : text.split(' ')
}

/** Two names of one setting are no duplicates. */
function whyNotSettable(
  name: string,
  directive: Directive,
  before: readonly Change[],
  current: Config,
): ConfigRefusal | null {
  if (directive.isImmutable) return IMMUTABLE
  if (directive.isProtected && current.stored.get('enable-protected-configs') !== 'yes') {
    return PROTECTED
  }
  return before.some((one) => lowerAscii(one.name) === lowerAscii(name)) ? DUPLICATE : null
}
