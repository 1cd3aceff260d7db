import { key } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import {
  type Command,
  type CommandSpec,
  defineCommand,
  defineContainer,
} from '../../command/define.ts'
import { encodingOf } from '../../command/encoding.ts'
import { IS_LFU, NOT_LFU } from '../../command/errors/keys.ts'
import { defineHelp } from '../../command/define-help.ts'
import * as answer from '../../command/reply-types.ts'
import type { Entry } from '../../data/entry.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import type { Reply } from '../../resp/reply.ts'

/** What the reference count of a shared object reads. */
const SHARED = 2 ** 31 - 1
const SHARED_INTEGERS = 10_000

export const object: Command = defineContainer({
  name: 'object',
  since: '2.2.3',
  group: 'generic',
  summary: 'Commands that look at how a value is stored.',
  complexity: 'Depends on the subcommand',
})

function define(
  spec: Pick<CommandSpec, 'name' | 'since' | 'summary' | 'effects' | 'reply'>,
  look: (context: Context, entry: Entry) => Reply,
): Command {
  return defineCommand({
    ...spec,
    group: 'generic',
    complexity: 'O(1)',
    flags: ['readonly'],
    tips: ['nondeterministic_output'],
    args: { key: key('RO') },
    run(context, { key }) {
      const entry = context.db.probe(key, true)
      return entry === undefined ? null : look(context, entry)
    },
  })
}

function isLfu({ config }: Context): boolean {
  return config.maxmemoryPolicy.endsWith('-lfu')
}

export const objectEncoding: Command = define(
  {
    name: 'object|encoding',
    since: '2.2.3',
    summary: 'Names the representation in which a value is stored.',
    reply: answer.nullable(answer.bulk()),
  },
  ({ profile }, entry) => encodingOf(entry, profile),
)

export const objectFreq: Command = define(
  {
    name: 'object|freq',
    since: '4.0.0',
    summary: 'Tells how often a key is accessed, on a logarithmic scale.',
    effects: ['clock'],
    reply: answer.nullable(answer.integer()),
  },
  (context, entry) => {
    if (!isLfu(context)) throw NOT_LFU
    return context.db.frequencyOf(entry)
  },
)

export const objectIdletime: Command = define(
  {
    name: 'object|idletime',
    since: '2.2.3',
    summary: 'Tells how many seconds ago a key was accessed.',
    effects: ['clock'],
    reply: answer.nullable(answer.integer()),
  },
  (context, entry) => {
    if (isLfu(context)) throw IS_LFU
    return Math.max(0, Math.floor((context.now - entry.accessedAt) / 1000))
  },
)

export const objectRefcount: Command = define(
  {
    name: 'object|refcount',
    since: '2.2.3',
    summary: 'Counts the references to a value.',
    reply: answer.nullable(answer.integer()),
  },
  (context, entry) => (isShared(context, entry) ? SHARED : 1),
)

/** Policies that keep data with each object cannot share objects. */
function isShared({ config, profile }: Context, entry: Entry): boolean {
  if (!profile.quirks.sharesSmallIntegers || entry.type !== 'string') return false
  if (config.maxmemory > 0 && /-l[rf]u$/.test(config.maxmemoryPolicy)) return false
  // A copy does not share.
  if (typeof entry.value !== 'string' || encodingOf(entry, profile) !== 'int') return false
  const integer = parseInt64(entry.value)
  return integer !== null && integer >= 0 && integer < SHARED_INTEGERS
}

const HELP = [
  'ENCODING <key>',
  '    Return the kind of internal representation used in order to store the value',
  '    associated with a <key>.',
  'FREQ <key>',
  '    Return the access frequency index of the <key>. The returned integer is',
  '    proportional to the logarithm of the recent access frequency of the key.',
  'IDLETIME <key>',
  '    Return the idle time of the <key>, that is the approximated number of',
  '    seconds elapsed since the last access to the key.',
  'REFCOUNT <key>',
  '    Return the number of references of the value associated with the specified',
  '    <key>.',
]

export const objectHelp: Command = defineHelp(
  { name: 'object|help', since: '6.2.0', group: 'generic' },
  HELP,
)
