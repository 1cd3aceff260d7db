import { type Arg, block, bytes, integer, key, multiple, option } from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { NUMIDS_MISMATCH, NUMIDS_NOT_POSITIVE } from '../../command/errors/stream-group.ts'
import { readInteger } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import type { StreamId } from '../../data/stream-id.ts'
import type { References, StreamValue } from '../../data/stream-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Reply } from '../../resp/reply.ts'
import { parseId } from './ids.ts'
import { REFERENCE_WORDS, referencePolicy } from './trimming.ts'

/** What became of each id. */
const DELETED = 1
const NOT_FOUND = -1
/** With ACKED: a group is still to get or to acknowledge it. */
const SPARED = 2

const idsArg: Arg<{ numids: number; id: string[] }> = option(
  'IDS',
  block({ numids: integer(), id: multiple(bytes()) }),
)

const verdicts: answer.ReplyType = answer.array(answer.integer())

interface IdsRequest {
  readonly references: References
  readonly texts: readonly string[]
}

/** Reads a policy and the ids, in any order, from an index on. Of several IDS the last hold. */
function parseRequest(argv: readonly string[], from: number): IdsRequest {
  let references: References | undefined
  let texts: readonly string[] | undefined
  for (let i = from; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    const policy = REFERENCE_WORDS.get(word)
    if (policy !== undefined && references === undefined) references = policy
    else if (word === 'IDS' && i + 1 < argv.length) {
      const count = readInteger(argv[i + 1], NUMIDS_NOT_POSITIVE)
      if (count < 1) throw NUMIDS_NOT_POSITIVE
      if (count > argv.length - i - 2) throw NUMIDS_MISMATCH
      texts = argv.slice(i + 2, i + 2 + count)
      i += 1 + count
    } else throw SYNTAX
  }
  if (texts === undefined) throw SYNTAX
  return { references: references ?? 'keep', texts }
}

export const xdelex: Command = defineCommand({
  name: 'xdelex',
  since: '8.2.0',
  valkeySince: 'never',
  group: 'stream',
  summary: 'Removes entries of a stream, and says what becomes of groups’ references to them.',
  complexity: 'O(1) for each entry, whatever the length of the stream',
  flags: ['write', 'fast'],
  args: { key: key('RW', 'delete'), condition: referencePolicy, ids: idsArg },
  reply: verdicts,
  arity: -5,
  parse: keyByHand,
  run(context, { key: name }) {
    const stream = context.db.writeValue(name, 'stream')
    const { references, texts } = parseRequest(context.argv, 2)
    if (stream === undefined) return texts.map(() => NOT_FOUND)
    const ids = texts.map((text) => parseId(text, 0))
    return removeAll(context, name, stream, ids, (id) => remove(stream, id, references))
  },
})

export const xackdel: Command = defineCommand({
  name: 'xackdel',
  since: '8.2.0',
  valkeySince: 'never',
  group: 'stream',
  summary: 'Acknowledges entries and removes them from the stream.',
  complexity: 'O(1) for each id',
  flags: ['write', 'fast'],
  args: {
    key: key('RW', 'update', 'delete'),
    group: bytes(),
    condition: referencePolicy,
    ids: idsArg,
  },
  reply: verdicts,
  arity: -6,
  parse: keyByHand,
  run(context, { key: name }) {
    const { argv, db } = context
    const stream = db.writeValue(name, 'stream')
    const { references, texts } = parseRequest(argv, 3)
    const group = stream?.groups.get(argv[2])
    if (stream === undefined || group === undefined) return texts.map(() => NOT_FOUND)
    const ids = texts.map((text) => parseId(text, 0))
    return removeAll(context, name, stream, ids, (id) => {
      if (!group.acknowledge(id)) return NOT_FOUND
      return remove(stream, id, references) === SPARED ? SPARED : DELETED
    })
  },
})

/** Removes ids one by one, and announces it if there is less in the stream then. */
function removeAll(
  { db }: Context,
  name: string,
  stream: StreamValue,
  ids: readonly StreamId[],
  removeOne: (id: StreamId) => number,
): Reply {
  const before = stream.length
  const results = ids.map(removeOne)
  if (stream.length < before) db.changed(name, 't', 'xdel')
  return results
}

function remove(stream: StreamValue, id: StreamId, references: References): number {
  if (references === 'acked' && stream.groups.isAwaited(id)) return SPARED
  if (references === 'delete') stream.groups.forget(id)
  return stream.delete(id) ? DELETED : NOT_FOUND
}
