import { integer, key } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { WRONGTYPE } from '../../command/errors/common.ts'
import { BIT_OFFSET_OUT_OF_RANGE, BIT_OUT_OF_RANGE } from '../../command/errors/bitmap.ts'
import * as answer from '../../command/reply-types.ts'
import { byteOf, rawOf, type StringValue } from '../../data/string-value.ts'
import { parseInt64 } from '../../kernel/numbers.ts'

/** A bit's place: not negative, and within the longest string allowed. */
function parseBitOffset(text: string, { config }: Context): number {
  const offset = parseInt64(text)
  if (typeof offset !== 'number' || offset < 0) throw BIT_OFFSET_OUT_OF_RANGE
  if (offset >= config.protoMaxBulkLen * 8) throw BIT_OFFSET_OUT_OF_RANGE
  return offset
}

export const getbit: Command = defineCommand({
  name: 'getbit',
  since: '2.2.0',
  group: 'bitmap',
  summary: 'Returns a bit of a string.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access'), offset: integer({ error: BIT_OFFSET_OUT_OF_RANGE }) },
  reply: answer.oneOrZero(),
  /** How far an offset may go depends on the configuration. */
  parse: (argv, context) => ({ key: argv[1], offset: parseBitOffset(argv[2], context) }),
  run({ db }, { key, offset }) {
    const value = db.readValue(key, 'string')
    if (value === undefined) return 0
    return (byteOf(value, Math.floor(offset / 8)) >> (7 - (offset % 8))) & 1
  },
})

export const setbit: Command = defineCommand({
  name: 'setbit',
  since: '2.2.0',
  group: 'bitmap',
  summary: 'Sets or clears a bit of a string and returns what it was.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  args: {
    key: key('RW', 'access', 'update'),
    offset: integer({ error: BIT_OFFSET_OUT_OF_RANGE }),
    value: integer({ min: 0, max: 1, error: BIT_OUT_OF_RANGE }),
  },
  reply: answer.oneOrZero(),
  parse(argv, context) {
    const offset = parseBitOffset(argv[2], context)
    const value = parseInt64(argv[3])
    if (value !== 0 && value !== 1) throw BIT_OUT_OF_RANGE
    return { key: argv[1], offset, value }
  },
  run({ db }, { key, offset, value }) {
    const entry = db.write(key)
    if (entry !== undefined && entry.type !== 'string') throw WRONGTYPE
    const index = Math.floor(offset / 8)
    const mask = 0x80 >> (offset % 8)
    const old = (entry?.value ?? '') as StringValue
    const grows = index >= old.length
    const byte = byteOf(old, index)
    // Even without a change the string is one that can be changed in place from now on.
    const raw = rawOf(old)
    raw.encoding = 'raw'
    if (entry === undefined) db.put(key, 'string', raw)
    else if (raw !== old) db.replace(entry, raw)
    const wasSet = (byte & mask) !== 0
    if (grows || wasSet !== (value === 1)) {
      raw.setByte(index, value === 1 ? byte | mask : byte & ~mask)
      db.changed(key, '$', 'setbit')
    }
    return wasSet ? 1 : 0
  },
})
