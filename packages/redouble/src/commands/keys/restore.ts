import {
  bytes,
  int64,
  integer,
  key,
  option,
  optional,
  type Parsed,
  token,
} from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import {
  BAD_DATA,
  BAD_FREQUENCY,
  BAD_IDLE_TIME,
  BAD_PAYLOAD,
  BAD_TTL,
  BUSY_KEY,
} from '../../command/errors/persistence.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { nextVectorSetUid } from '../../command/vector-set-uid.ts'
import { addInt64 } from '../../kernel/numbers.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { loadPayload } from '../../rdb/payload.ts'
import { OK, type Reply } from '../../resp/reply.ts'

const MAX_FREQUENCY = 255

const args = {
  key: key('OW', 'update'),
  ttl: int64(),
  serializedValue: bytes(),
  replace: optional(token('REPLACE', { since: '3.0.0' })),
  absttl: optional(token('ABSTTL', { since: '5.0.0' })),
  seconds: optional(option('IDLETIME', integer(), { since: '5.0.0' })),
  frequency: optional(option('FREQ', integer(), { since: '5.0.0' })),
}

type Options = Pick<Parsed<typeof args>, 'replace' | 'absttl' | 'seconds' | 'frequency'>

/** Options may repeat; of IDLETIME and FREQ only one may come. */
function parseOptions(argv: readonly string[]): Options {
  const options: { -readonly [K in keyof Options]?: Options[K] } = {}
  for (let i = 4; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    const hasValue = i + 1 < argv.length
    if (word === 'REPLACE') options.replace = true
    else if (word === 'ABSTTL') options.absttl = true
    else if (word === 'IDLETIME' && hasValue && options.frequency === undefined) {
      const seconds = readInt64(argv[++i])
      if (seconds < 0) throw BAD_IDLE_TIME
      options.seconds = Number(seconds)
    } else if (word === 'FREQ' && hasValue && options.seconds === undefined) {
      const frequency = readInt64(argv[++i])
      if (frequency < 0 || frequency > MAX_FREQUENCY) throw BAD_FREQUENCY
      options.frequency = Number(frequency)
    } else throw SYNTAX
  }
  return options as Options
}

/** The key is looked at before the time and the payload are. */
function parse(argv: readonly string[], { db }: Context): Parsed<typeof args> {
  const [, key, time, serializedValue] = argv
  const options = parseOptions(argv)
  if (options.replace === undefined && db.write(key) !== undefined) throw BUSY_KEY
  const ttl = readInt64(time)
  if (ttl < 0) throw BAD_TTL
  return { key, ttl, serializedValue, ...options }
}

function run(
  context: Context,
  { key, ttl, serializedValue, ...options }: Parsed<typeof args>,
): Reply {
  const { db, config, profile, now } = context
  const dialect = profile.quirks
  const isRelaxed = config.stored.get('rdb-version-check') === 'relaxed'
  const loaded = loadPayload(serializedValue, {
    dialect,
    limits: config,
    now,
    isRelaxed,
    nextVectorSetUid: () => nextVectorSetUid(config),
  })
  if (loaded === 'corrupt') return BAD_DATA
  if (loaded === 'wrong version or checksum') return BAD_PAYLOAD
  const wasThere = options.replace !== undefined && db.remove(key)
  const deadline = ttl === 0 || options.absttl ? ttl : addInt64(ttl, now)
  const isPast =
    deadline === null ? !profile.quirks.restoreForgetsOverflow : deadline !== 0 && deadline <= now
  if (isPast) {
    if (wasThere) db.changed(key, 'g', 'del')
    return OK
  }
  const entry = db.put(key, loaded.type, loaded.value)
  if (deadline !== 0 && deadline !== null) db.setExpiry(entry, deadline)
  const { seconds, frequency } = options
  db.setAccess(entry, seconds === undefined ? undefined : seconds * 1000, frequency)
  db.changed(key, 'g', 'restore')
  return OK
}

const RESTORE = {
  complexity: 'O(N) in the bytes of the value, O(N log N) for sorted sets',
  categories: ['dangerous'],
  effects: ['clock'],
  history: [
    ['3.0.0', 'REPLACE.'],
    ['5.0.0', 'ABSTTL, IDLETIME and FREQ.'],
  ],
  args,
  reply: answer.ok(),
  parse,
  run,
} satisfies Partial<CommandSpec<typeof args>>

export const restore: Command = defineCommand({
  ...RESTORE,
  name: 'restore',
  since: '2.6.0',
  group: 'generic',
  summary: 'Makes a key of what DUMP has answered.',
  flags: ['write', 'denyoom'],
})

export const restoreAsking: Command = defineCommand({
  ...RESTORE,
  name: 'restore-asking',
  since: '3.0.0',
  group: 'server',
  summary: 'RESTORE within a cluster that moves its slots.',
  flags: ['write', 'denyoom', 'asking'],
  categories: ['keyspace', 'dangerous'],
  isInternal: true,
})
