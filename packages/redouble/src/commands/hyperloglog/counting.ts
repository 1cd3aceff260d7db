import { bytes, key, multiple, optional } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { CORRUPT_HYPERLOGLOG } from '../../command/errors/hyperloglog.ts'
import * as answer from '../../command/reply-types.ts'
import { countOf, countOfRegisters, HyperLogLogEditor, mergeInto } from '../../data/hyperloglog.ts'
import {
  CACHE_AT,
  cachedCount,
  cacheText,
  EMPTY_HYPERLOGLOG,
  isDense,
  isStale,
  REGISTERS,
} from '../../data/hyperloglog-format.ts'
import { RawString } from '../../data/string-value.ts'
import { narrow } from '../../kernel/numbers.ts'
import { OK, type Reply } from '../../resp/reply.ts'
import { hyperLogLogOf, ownHyperLogLog } from './access.ts'

export const pfadd: Command = defineCommand({
  name: 'pfadd',
  since: '2.8.9',
  group: 'hyperloglog',
  summary: 'Counts elements in a HyperLogLog, creating it if absent.',
  complexity: 'O(1) for each element.',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'insert'), element: optional(multiple(bytes())) },
  reply: answer.oneOrZero('1 if the HyperLogLog changed'),
  run({ config, db }, { key, element }) {
    const found = db.write(key)
    const entry = found ?? db.put(key, 'string', new RawString(EMPTY_HYPERLOGLOG))
    const editor = new HyperLogLogEditor(ownHyperLogLog(db, entry))
    let hasChanged = found === undefined
    let isCorrupt = false
    for (const one of element ?? []) {
      const change = editor.add(one, config.hllSparseMaxBytes)
      isCorrupt = change === 'corrupt'
      if (isCorrupt) break
      if (change === 'changed') hasChanged = true
    }
    if (hasChanged && !isCorrupt) editor.invalidate()
    if (editor.value !== entry.value) db.replace(entry, editor.value)
    // What came before the corrupt part stays, unannounced.
    if (isCorrupt) return CORRUPT_HYPERLOGLOG
    if (!hasChanged) return 0
    db.changed(key, '$', 'pfadd')
    return 1
  },
})

/** The count is kept in the header, so that it is computed once after each change. */
function countOne({ db }: Context, key: string): Reply {
  const entry = db.read(key)
  if (entry === undefined) return 0
  const value = ownHyperLogLog(db, entry)
  if (!isStale(value)) return signed(cachedCount(value))
  const count = countOf(value)
  if (count === null) return CORRUPT_HYPERLOGLOG
  value.write(CACHE_AT, cacheText(count))
  db.modified(key)
  return signed(count)
}

function countSeveral({ db }: Context, keys: readonly string[]): Reply {
  const registers = new Uint8Array(REGISTERS)
  for (const key of keys) {
    const entry = db.read(key)
    if (entry === undefined) continue
    if (!mergeInto(registers, hyperLogLogOf(entry))) return CORRUPT_HYPERLOGLOG
  }
  return signed(countOfRegisters(registers))
}

function signed(count: bigint): Reply {
  return narrow(BigInt.asIntN(64, count))
}

export const pfcount: Command = defineCommand({
  name: 'pfcount',
  since: '2.8.9',
  group: 'hyperloglog',
  summary: 'Returns about how many different elements HyperLogLogs have counted together.',
  complexity: 'O(1) for one key, mostly from what is kept; O(N) for N keys.',
  flags: ['readonly', 'may_replicate'],
  keySpecs: [
    {
      flags: ['RW', 'access'],
      // The notes are part of what COMMAND INFO answers.
      notes:
        'RW because it may change the internal representation of the key, and propagate to replicas',
      begin: { index: 1 },
      find: { lastKey: -1, step: 1, limit: 0 },
    },
  ],
  args: { key: multiple(key('RW', 'access')) },
  reply: answer.int64(),
  run: (context, { key }) =>
    key.length === 1 ? countOne(context, key[0]) : countSeveral(context, key),
})

export const pfmerge: Command = defineCommand({
  name: 'pfmerge',
  since: '2.8.9',
  group: 'hyperloglog',
  summary: 'Lets a HyperLogLog count what others have counted, creating it if absent.',
  complexity: 'O(N) for N keys.',
  flags: ['write', 'denyoom'],
  args: {
    destkey: key('RW', 'access', 'insert'),
    sourcekey: optional(multiple(key('RO', 'access'))),
  },
  reply: answer.ok(),
  run(context, { destkey, sourcekey }) {
    const { config, db } = context
    const registers = new Uint8Array(REGISTERS)
    let becomesDense = false
    for (const key of [destkey, ...(sourcekey ?? [])]) {
      const entry = db.read(key)
      if (entry === undefined) continue
      const value = hyperLogLogOf(entry)
      if (isDense(value)) becomesDense = true
      if (!mergeInto(registers, value)) return CORRUPT_HYPERLOGLOG
    }
    const entry = db.write(destkey) ?? db.put(destkey, 'string', new RawString(EMPTY_HYPERLOGLOG))
    const editor = new HyperLogLogEditor(ownHyperLogLog(db, entry))
    if (becomesDense) editor.becomeDense()
    for (let i = 0; i < REGISTERS; i++) {
      if (registers[i] > 0) editor.raise(i, registers[i], config.hllSparseMaxBytes)
    }
    editor.invalidate()
    if (editor.value !== entry.value) db.replace(entry, editor.value)
    db.changed(destkey, '$', 'pfadd')
    return OK
  },
})
