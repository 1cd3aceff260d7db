import { oneOf, optional, token } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import {
  NOTHING_TO_CANCEL,
  OTHER_CHILD,
  REWRITE_IN_PROGRESS,
  SAVE_FAILED,
  SAVE_IN_PROGRESS,
} from '../../command/errors/persistence.ts'
import * as answer from '../../command/reply-types.ts'
import { OK, type Reply, StatusReply } from '../../resp/reply.ts'

const SHARED = {
  group: 'server',
  effects: ['server', 'keyspace', 'clock'],
} satisfies Partial<CommandSpec>

const SAVING_STARTED = new StatusReply('Background saving started')
const SAVING_SCHEDULED = new StatusReply('Background saving scheduled')
const SAVING_CANCELLED = new StatusReply('Background saving cancelled')
const REWRITE_STARTED = new StatusReply('Background append only file rewriting started')
const REWRITE_SCHEDULED = new StatusReply('Background append only file rewriting scheduled')

export const save: Command = defineCommand({
  ...SHARED,
  name: 'save',
  since: '1.0.0',
  summary: 'Writes all data to a file and waits for it.',
  complexity: 'O(N), N being all keys',
  flags: ['admin', 'noscript', 'no_async_loading', 'no_multi'],
  args: {},
  reply: answer.ok(),
  run({ server: { saving } }) {
    if (saving.running === 'rdb') return SAVE_IN_PROGRESS
    return saving.save() ? OK : SAVE_FAILED
  },
})

/** While the append-only file is rewritten, a save has to ask to be planned. In EXEC it is anyway. */
function saveInBackground(context: Context, mayWait: boolean): Reply {
  const { saving } = context.server
  if (saving.running === 'rdb') return SAVE_IN_PROGRESS
  if (saving.running === null && !context.mayNotBlock) {
    saving.start('rdb')
    return SAVING_STARTED
  }
  if (!mayWait && !context.mayNotBlock) return OTHER_CHILD
  saving.schedule('rdb')
  return SAVING_SCHEDULED
}

const BGSAVE = {
  ...SHARED,
  name: 'bgsave',
  summary: 'Writes all data as they are now to a file, and does not wait for it.',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'no_async_loading'],
  history: [['3.2.2', 'SCHEDULE.']],
  reply: answer.status(),
} satisfies Partial<CommandSpec>

export const bgsave: Command = defineCommand({
  ...BGSAVE,
  since: '1.0.0',
  valkeySince: 'never',
  args: { schedule: optional(token('SCHEDULE', { since: '3.2.2' })) },
  run: (context, { schedule }) => saveInBackground(context, schedule === true),
})

export const bgsaveOfValkey: Command = defineCommand({
  ...BGSAVE,
  since: 'never',
  valkeySince: '1.0.0',
  history: [...BGSAVE.history, ['8.1.0', 'CANCEL.']],
  args: {
    operation: optional(
      oneOf({
        schedule: token('SCHEDULE', { since: '3.2.2' }),
        cancel: token('CANCEL', { since: '8.1.0', valkeySince: '8.1.0' }),
      }),
    ),
  },
  run(context, { operation }) {
    if (operation?.cancel === undefined) {
      return saveInBackground(context, operation?.schedule === true)
    }
    return context.server.saving.cancel() ? SAVING_CANCELLED : NOTHING_TO_CANCEL
  },
})

export const bgrewriteaof: Command = defineCommand({
  ...SHARED,
  name: 'bgrewriteaof',
  since: '1.0.0',
  summary: 'Answers as if the append-only file were rewritten, of which the double has none.',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'no_async_loading'],
  args: {},
  reply: answer.status(),
  run({ mayNotBlock, server: { saving } }) {
    if (saving.running === 'aof') return REWRITE_IN_PROGRESS
    if (saving.running === null && !mayNotBlock) {
      saving.start('aof')
      return REWRITE_STARTED
    }
    saving.schedule('aof')
    return REWRITE_SCHEDULED
  },
})

export const lastsave: Command = defineCommand({
  name: 'lastsave',
  since: '1.0.0',
  group: 'server',
  summary: 'Tells when the data were last saved; at the beginning, when the server started.',
  complexity: 'O(1)',
  flags: ['loading', 'stale', 'fast'],
  categories: ['admin', 'dangerous'],
  tips: ['nondeterministic_output'],
  effects: ['server'],
  args: {},
  reply: answer.integer(),
  run: ({ server }) => Math.floor(server.saving.savedAt / 1000),
})
