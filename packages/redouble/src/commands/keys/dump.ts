import { key } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { dumpValue } from '../../rdb/payload.ts'

export const dump: Command = defineCommand({
  name: 'dump',
  since: '2.6.0',
  group: 'generic',
  summary: 'Answers a value as bytes that RESTORE makes the same value of.',
  complexity: 'O(N) in the bytes of the value',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  args: { key: key('RO', 'access') },
  reply: answer.nullable(answer.bulk()),
  run({ db, config, profile }, { key }) {
    const entry = db.read(key)
    if (entry === undefined) return null
    const isCompressing = config.stored.get('rdbcompression') !== 'no'
    return dumpValue(entry.type, entry.value, profile.quirks, isCompressing)
  },
})
