import { upperAscii } from '../kernel/bytes.ts'
import { byHand } from '../command/by-hand.ts'
import {
  type Command,
  type CommandFlag,
  type CommandGroup,
  type CommandSpec,
  defineCommand,
  defineContainer,
  type KeyUse,
} from '../command/define.ts'
import { unsupported } from '../command/errors/common.ts'

/**
 * What servers know and the double does not yet do, a command a line: name, arity, the Redis
 * version that has it (and, after a slash, Valkey's, where it is not inherited), group, then flags
 * and `@` categories. A command that gets a definition leaves this table.
 */
const TABLE = `
migrate -6 2.6.0 generic write movablekeys @dangerous
psync -3 2.8.0 server admin noscript no_async_loading no_multi
replconf -1 3.0.0 server admin noscript loading stale allow_busy
sync 1 1.0.0 server admin noscript no_async_loading no_multi
`

/** Why, as the compatibility table tells it. */
const SUMMARIES: Readonly<Record<string, string>> = {
  migrate:
    'Refused: moves keys to another server, and the double opens no connections: DUMP and RESTORE do.',
  psync: 'Refused: makes the caller a replica, and the double has none.',
  replconf: 'Refused: is how a replica talks to its master, and the double has no replicas.',
  sync: 'Refused: makes the caller a replica, and the double has none: an RDB file can be exported.',
}

const MOVED = ['RW', 'access', 'delete']

/** The keys of a call of MIGRATE: the third word, or when that is empty what follows KEYS. */
function keysOfMigrate(argv: readonly string[]): KeyUse[] | null {
  for (let i = 6; i < argv.length - 1; i++) {
    const word = upperAscii(argv[i])
    if (word === 'AUTH') i += 1
    else if (word === 'AUTH2') i += 2
    else if (word === 'KEYS') {
      if (argv[3] !== '') return null
      return argv.slice(i + 1).map((key) => ({ key, flags: MOVED }))
    }
  }
  return [{ key: argv[3], flags: MOVED }]
}

const KEYS: Readonly<Record<string, Pick<CommandSpec, 'tips' | 'keySpecs' | 'getKeys'>>> = {
  migrate: {
    tips: ['nondeterministic_output'],
    keySpecs: [
      { flags: MOVED, begin: { index: 3 }, find: { lastKey: 0, step: 1, limit: 0 } },
      {
        flags: [...MOVED, 'incomplete'],
        begin: { keyword: 'KEYS', startFrom: -2 },
        find: { lastKey: -1, step: 1, limit: 0 },
      },
    ],
    getKeys: keysOfMigrate,
  },
}

const LINES = TABLE.trim().split('\n')
const CONTAINERS = new Set(LINES.map((line) => line.slice(0, Math.max(0, line.indexOf('|')))))

function refusalOf(line: string): Command {
  const [name, arity, versions, group, ...words] = line.split(' ')
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
    ...KEYS[name],
  } satisfies Partial<CommandSpec>
  if (CONTAINERS.has(name)) return defineContainer(common)
  const error = unsupported(upperAscii(name).replace('|', ' '))
  return defineCommand({ ...common, args: {}, parse: byHand, run: () => error })
}

export const unsupportedCommands: readonly Command[] = LINES.map(refusalOf)
