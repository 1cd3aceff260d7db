import { oneOf, optional, token } from '../../command/args.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import { unsupported } from '../../command/errors/common.ts'

const SHARED = {
  group: 'server',
  effects: ['server'],
} satisfies Partial<CommandSpec>

export const save: Command = defineCommand({
  ...SHARED,
  name: 'save',
  since: '1.0.0',
  summary: 'Saves the data to disk, which the double does not.',
  complexity: 'O(N), N being all keys',
  flags: ['admin', 'noscript', 'no_async_loading', 'no_multi'],
  args: {},
  isUnsupported: true,
  run: () => unsupported('SAVE'),
})

const BGSAVE = {
  ...SHARED,
  name: 'bgsave',
  summary: 'Saves the data to disk in the background, which the double does not.',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'no_async_loading'],
  isUnsupported: true,
  run: () => unsupported('BGSAVE'),
} satisfies Partial<CommandSpec>

export const bgsave: Command = defineCommand({
  ...BGSAVE,
  since: '1.0.0',
  valkeySince: 'never',
  args: { schedule: optional(token('SCHEDULE', { since: '3.2.2' })) },
})

export const bgsaveOfValkey: Command = defineCommand({
  ...BGSAVE,
  since: 'never',
  valkeySince: '1.0.0',
  args: {
    operation: optional(
      oneOf({
        schedule: token('SCHEDULE', { since: '3.2.2' }),
        cancel: token('CANCEL', { since: '8.1.0', valkeySince: '8.1.0' }),
      }),
    ),
  },
})

export const bgrewriteaof: Command = defineCommand({
  ...SHARED,
  name: 'bgrewriteaof',
  since: '1.0.0',
  summary: 'Rewrites the append-only file, which the double does not have.',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'no_async_loading'],
  args: {},
  isUnsupported: true,
  run: () => unsupported('BGREWRITEAOF'),
})
