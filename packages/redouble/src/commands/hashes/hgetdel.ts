import { key } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import type { Reply } from '../../resp/reply.ts'
import { deadlinesChanged, removeAsked } from './due-fields.ts'
import { FIELDS_ARG, OF_REMOVALS, readFields } from './field-arguments.ts'

export const hgetdel: Command = defineCommand({
  name: 'hgetdel',
  since: '8.0.0',
  valkeySince: '9.1.0',
  group: 'hash',
  summary: 'Returns the values of fields of a hash and removes the fields.',
  complexity: 'O(N) where N is the number of fields',
  flags: ['write', 'fast'],
  effects: ['clock'],
  args: { key: key('RW', 'access', 'delete'), fields: FIELDS_ARG },
  reply: answer.array(answer.nullable(answer.bulk())),
  parse: byHand,
  run(context) {
    const { argv, db, profile } = context
    const key = argv[1]
    const early = profile.quirks.readsFieldsBeforeKey ? readFields(context, 2, OF_REMOVALS) : 0
    const hash = db.writeValue(key, 'hash')
    const from = early || readFields(context, 2, OF_REMOVALS)
    if (hash === undefined) return argv.slice(from).map(() => null)
    const hadDeadlines = hash.hasDeadlines
    const hasExpired = removeAsked(context, key, hash, { from, step: 1 })
    let removed = 0
    const values: Reply[] = []
    for (let i = from; i < argv.length; i++) {
      const value = db.fieldOf(hash, argv[i])
      values.push(value ?? null)
      if (value !== undefined && hash.delete(argv[i])) removed++
    }
    if (removed > 0) {
      db.changed(key, 'h', 'hdel')
      if (hadDeadlines) deadlinesChanged(context, key, true)
    }
    if (removed > 0 || hasExpired) db.removeIfEmpty(key, hash.size)
    return values
  },
})
