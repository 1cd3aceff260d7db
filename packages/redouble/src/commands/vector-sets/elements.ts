import { bytes, integer, optional, token } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { doubleReply } from '../../command/double-reply.ts'
import { COUNT_NOT_AN_INTEGER, INVALID_VEMB_OPTION } from '../../command/errors/vector-sets.ts'
import { wrongArity } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import { directionBytes, type VectorElement } from '../../data/vector-element.ts'
import type { VectorSetValue } from '../../data/vector-set.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { MapReply, type Reply, StatusReply } from '../../resp/reply.ts'
import {
  checkWords,
  KEY_AND_ELEMENT,
  ofModule,
  READ_KEY,
  readElement,
  readSet,
  writeSet,
  WRITTEN_KEY,
} from './access.ts'

/** Beyond this many a reply would not fit into memory. */
const MOST_REPEATED = 10_000_000

export const vrem: Command = defineCommand({
  ...ofModule,
  name: 'vrem',
  summary: 'Removes an element, and the vector set with its last one.',
  complexity: 'O(1)',
  flags: ['write'],
  args: { key: WRITTEN_KEY, element: bytes() },
  reply: answer.boolean('true if the element was there'),
  run(context) {
    checkWords(context, 3, 3)
    const { argv, db } = context
    const set = writeSet(context)
    const wasThere = set?.delete(argv[2]) === true
    // No event tells that the key is gone.
    if (wasThere && set?.size === 0) db.remove(argv[1])
    return wasThere
  },
})

export const vismember: Command = defineCommand({
  ...ofModule,
  name: 'vismember',
  summary: 'Returns whether an element is in a vector set.',
  complexity: 'O(1)',
  flags: ['readonly'],
  args: KEY_AND_ELEMENT,
  reply: answer.boolean(),
  run(context) {
    checkWords(context, 3, 3)
    return readElement(context) !== undefined
  },
})

export const vgetattr: Command = defineCommand({
  ...ofModule,
  name: 'vgetattr',
  summary: 'Returns the attributes of an element.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: KEY_AND_ELEMENT,
  reply: answer.nullable(answer.bulk()),
  run(context) {
    checkWords(context, 3, 3)
    return readElement(context)?.element.attributes ?? null
  },
})

export const vsetattr: Command = defineCommand({
  ...ofModule,
  name: 'vsetattr',
  summary: 'Gives an element its attributes, as JSON, or with an empty text takes them away.',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  args: { key: WRITTEN_KEY, element: bytes(), json: bytes() },
  reply: answer.boolean('true if the element is there'),
  run(context) {
    checkWords(context, 4, 4)
    const set = writeSet(context)
    const element = set?.get(context.argv[2])
    if (set === undefined || element === undefined) return false
    set.setAttributes(element, context.argv[3] === '' ? null : context.argv[3])
    return true
  },
})

/** What is kept of a vector, as it is kept. */
function rawReply(set: VectorSetValue, element: VectorElement, { profile }: Context): Reply {
  const { direction, length } = element
  const reply = [
    new StatusReply(set.quantization),
    directionBytes(direction),
    doubleReply(length, profile),
  ]
  if ('range' in direction) reply.push(doubleReply(direction.range, profile))
  return reply
}

export const vemb: Command = defineCommand({
  ...ofModule,
  name: 'vemb',
  summary: 'Returns the vector of an element, as far as it is kept.',
  complexity: 'O(N), N being the dimensions.',
  flags: ['readonly', 'fast'],
  args: { ...KEY_AND_ELEMENT, raw: optional(token('RAW')) },
  reply: answer.whenGiven(
    'raw',
    answer.nullable(answer.array(answer.anything())),
    answer.nullable(answer.array(answer.double())),
  ),
  run(context) {
    const { argv, profile } = context
    checkWords(context, 3, Number.POSITIVE_INFINITY)
    for (let i = 3; i < argv.length; i++) {
      if (upperAscii(argv[i]) !== 'RAW') throw INVALID_VEMB_OPTION
    }
    const found = readElement(context)
    if (found === undefined) return null
    const { element, set } = found
    if (argv.length > 3) return rawReply(set, element, context)
    return Array.from(set.vectorOf(element), (value) => doubleReply(value, profile))
  },
})

export const vlinks: Command = defineCommand({
  ...ofModule,
  name: 'vlinks',
  summary: 'Returns the neighbours of an element on each level of the graph.',
  complexity: 'O(N), N being the elements.',
  flags: ['readonly', 'fast'],
  args: { ...KEY_AND_ELEMENT, withscores: optional(token('WITHSCORES')) },
  reply: answer.whenGiven(
    'withscores',
    answer.nullable(answer.array(answer.map(answer.double()))),
    answer.nullable(answer.array(answer.array(answer.bulk()))),
  ),
  run(context) {
    const { argv, profile } = context
    checkWords(context, 3, 4)
    const withScores = argv.length > 3
    if (withScores && upperAscii(argv[3]) !== 'WITHSCORES') throw wrongArity('VLINKS')
    const found = readElement(context)
    if (found === undefined) return null
    return found.set.links(found.element).map((level) => {
      if (!withScores) return level.map(({ element }) => element.name)
      const pairs = level.flatMap(({ element, distance }) => [
        element.name,
        // In 32 bits, unlike VSIM's.
        doubleReply(Math.fround(1 - distance / 2), profile),
      ])
      return new MapReply(pairs)
    })
  },
})

export const vrandmember: Command = defineCommand({
  ...ofModule,
  name: 'vrandmember',
  summary: 'Returns elements by chance: different ones or, with a negative count, any.',
  complexity: 'O(N), N being the elements.',
  flags: ['readonly'],
  effects: ['random'],
  args: { key: READ_KEY, count: optional(integer()) },
  reply: answer.whenGiven('count', answer.array(answer.bulk()), answer.nullable(answer.bulk())),
  run(context) {
    const { argv, random } = context
    checkWords(context, 2, 3)
    const given = argv.length > 2 ? parseInt64(argv[2]) : 1
    if (given === null || given < -MOST_REPEATED) throw COUNT_NOT_AN_INTEGER
    // The key is not even looked at then.
    if (given === 0) return []
    const names = readSet(context)?.names() ?? []
    if (argv.length === 2) return names.length === 0 ? null : names[random.below(names.length)]
    const count = Number(given)
    if (count < 0) {
      return Array.from({ length: names.length === 0 ? 0 : -count }, () => {
        return names[random.below(names.length)]
      })
    }
    const picked: string[] = []
    while (picked.length < count && names.length > 0) {
      const place = random.below(names.length)
      const last = names.pop() as string
      picked.push(place === names.length ? last : names[place])
      if (place < names.length) names[place] = last
    }
    return picked
  },
})
