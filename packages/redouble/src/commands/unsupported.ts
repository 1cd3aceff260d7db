import { upperAscii } from '../kernel/bytes.ts'
import { byHand } from '../command/by-hand.ts'
import {
  type Command,
  type CommandFlag,
  type CommandGroup,
  type CommandSpec,
  defineCommand,
  defineContainer,
  type KeySpec,
} from '../command/define.ts'
import { unsupported } from '../command/errors/common.ts'

/**
 * What servers know and the double does not yet do, a command a line: name, arity, the Redis
 * version that has it (and, after a slash, Valkey's, where it is not inherited), group, the places
 * of the keys (first, last, step), then flags and `@` categories. A command that gets a definition
 * leaves this table.
 */
const TABLE = `
migrate -6 2.6.0 generic 3,3,1 write movablekeys @dangerous
psync -3 2.8.0 server - admin noscript no_async_loading no_multi
replconf -1 3.0.0 server - admin noscript loading stale allow_busy
sync 1 1.0.0 server - admin noscript no_async_loading no_multi
`

/** Why, as the compatibility table tells it. */
const SUMMARIES: Readonly<Record<string, string>> = {
  migrate: 'Refused: moves keys to another server, and the double opens no connections: DUMP and RESTORE do.',
  psync: 'Refused: makes the caller a replica, and the double has none.',
  replconf: 'Refused: is how a replica talks to its master, and the double has no replicas.',
  sync: 'Refused: makes the caller a replica, and the double has none: an RDB file can be exported.',
}

const LINES = TABLE.trim().split('\n')
const CONTAINERS = new Set(LINES.map((line) => line.slice(0, Math.max(0, line.indexOf('|')))))

function refusalOf(line: string): Command {
  const [name, arity, versions, group, keys, ...words] = line.split(' ')
  const [since, valkeySince] = versions.split('/')
  const flags = words.filter((word) => !word.startsWith('@')) as CommandFlag[]
  const common = {
    name,
    since,
    valkeySince,
    group: group as CommandGroup,
    summary: SUMMARIES[name] ?? 'Refused: known to servers.',
    isUnsupported: true,
    arity: Number(arity),
    flags,
    categories: words.filter((word) => word.startsWith('@')).map((word) => word.slice(1)),
    keySpecs: keySpecsOf(keys, flags),
  } satisfies Partial<CommandSpec>
  if (CONTAINERS.has(name)) return defineContainer(common)
  const error = unsupported(upperAscii(name).replace('|', ' '))
  return defineCommand({ ...common, args: {}, parse: byHand, run: () => error })
}

function keySpecsOf(keys: string, flags: readonly CommandFlag[]): KeySpec[] {
  if (keys === '-') return []
  const [first, last, step] = keys.split(',').map(Number)
  return [
    {
      flags: flags.includes('write') ? ['RW', 'access', 'update'] : ['RO', 'access'],
      begin: { index: first },
      find: { lastKey: last < 0 ? last : last - first, step, limit: 0 },
    },
  ]
}

export const unsupportedCommands: readonly Command[] = LINES.map(refusalOf)
