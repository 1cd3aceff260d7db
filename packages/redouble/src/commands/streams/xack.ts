import { bytes, key, multiple } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { parseId } from './ids.ts'

export const xack: Command = defineCommand({
  name: 'xack',
  since: '5.0.0',
  group: 'stream',
  summary: 'Takes entries from what a group has pending; returns how many it had.',
  complexity: 'O(1) for each id',
  flags: ['write', 'fast'],
  args: { key: key('RW', 'update'), group: bytes(), id: multiple(bytes()) },
  reply: answer.integer(),
  run({ db }, { key, group: name, id }) {
    const group = db.readValue(key, 'stream')?.groups.get(name)
    if (group === undefined) return 0
    // All ids are read before any is acknowledged.
    const ids = id.map((text) => parseId(text, 0))
    let acknowledged = 0
    for (const one of ids) if (group.acknowledge(one)) acknowledged++
    return acknowledged
  },
})
