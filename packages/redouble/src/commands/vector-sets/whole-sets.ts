import { type Command, defineCommand } from '../../command/define.ts'
import { VECTOR_SET_MISSING } from '../../command/errors/vector-sets.ts'
import * as answer from '../../command/reply-types.ts'
import { MapReply, NULL_ARRAY, type Reply, StatusReply } from '../../resp/reply.ts'
import { checkWords, ofModule, READ_KEY, readSet } from './access.ts'

export const vcard: Command = defineCommand({
  ...ofModule,
  name: 'vcard',
  summary: 'Returns how many elements a vector set has.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: READ_KEY },
  reply: answer.integer(),
  run(context) {
    checkWords(context, 2, 2)
    return readSet(context)?.size ?? 0
  },
})

export const vdim: Command = defineCommand({
  ...ofModule,
  name: 'vdim',
  summary: 'Returns how many dimensions the vectors of a vector set have.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: READ_KEY },
  reply: answer.integer(),
  run(context) {
    checkWords(context, 2, 2)
    return readSet(context)?.dimension ?? VECTOR_SET_MISSING
  },
})

export const vinfo: Command = defineCommand({
  ...ofModule,
  name: 'vinfo',
  summary: 'Returns what a vector set is like inside.',
  complexity: 'O(N), N being the elements.',
  flags: ['readonly', 'fast'],
  args: { key: READ_KEY },
  reply: answer.nullable(
    answer.record({
      'quant-type': answer.status(),
      'hnsw-m': answer.integer(),
      'vector-dim': answer.integer(),
      'projection-input-dim': answer.integer(),
      size: answer.integer(),
      'max-level': answer.integer(),
      'attributes-count': answer.integer(),
      'vset-uid': answer.integer(),
      'hnsw-max-node-uid': answer.integer(),
    }),
  ),
  run(context) {
    checkWords(context, 2, 2)
    const set = readSet(context)
    if (set === undefined) return NULL_ARRAY
    const fields: readonly (readonly [string, Reply])[] = [
      ['quant-type', new StatusReply(set.quantization)],
      ['hnsw-m', set.maxLinks],
      ['vector-dim', set.dimension],
      ['projection-input-dim', set.inputDimension],
      ['size', set.size],
      ['max-level', set.maxLevel],
      ['attributes-count', set.attributesCount],
      ['vset-uid', set.uid],
      ['hnsw-max-node-uid', set.lastUid],
    ]
    return new MapReply(fields.flatMap(([name, value]) => [new StatusReply(name), value]))
  },
})
