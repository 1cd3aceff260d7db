import { key, multiple, oneOf, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { BITOP_NOT_ONE_KEY, bitopNeedsTwoKeys } from '../../command/errors/bitmap.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { isAvailable, type Profile } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { storeResult } from '../../command/store-result.ts'
import { type BitOperation, combineBits } from '../../data/bits.ts'
import { RawString, type StringValue } from '../../data/string-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'

/** DIFF, DIFF1, ANDOR and ONE. */
const NEWER = { since: '8.2.0', valkeySince: 'never', isSinceHidden: true } as const

function readOperation(word: string, profile: Profile): BitOperation {
  const operation = upperAscii(word)
  switch (operation) {
    case 'AND':
    case 'OR':
    case 'XOR':
    case 'NOT':
      return operation
    case 'DIFF':
    case 'DIFF1':
    case 'ANDOR':
    case 'ONE':
      if (isAvailable(NEWER, profile)) return operation
      throw SYNTAX
    default:
      throw SYNTAX
  }
}

function checkKeyCount(operation: BitOperation, count: number): void {
  if (operation === 'NOT' && count !== 1) throw BITOP_NOT_ONE_KEY
  const needsTwo = operation === 'DIFF' || operation === 'DIFF1' || operation === 'ANDOR'
  if (needsTwo && count < 2) throw bitopNeedsTwoKeys(operation)
}

export const bitop: Command = defineCommand({
  name: 'bitop',
  since: '2.6.0',
  group: 'bitmap',
  summary: 'Combines strings bit by bit and stores the result.',
  complexity: 'O(N)',
  flags: ['write', 'denyoom'],
  args: {
    operation: oneOf({
      and: token('AND'),
      or: token('OR'),
      xor: token('XOR'),
      not: token('NOT'),
      diff: token('DIFF', NEWER),
      diff1: token('DIFF1', NEWER),
      andor: token('ANDOR', NEWER),
      one: token('ONE', NEWER),
    }),
    destkey: key('OW', 'update'),
    key: multiple(key('RO', 'access')),
  },
  reply: answer.integer(),
  parse: byHand,
  run({ db, argv, profile }) {
    const operation = readOperation(argv[1], profile)
    checkKeyCount(operation, argv.length - 3)
    const values: StringValue[] = []
    for (let i = 3; i < argv.length; i++) values.push(db.readValue(argv[i], 'string') ?? '')
    const result = combineBits(operation, values)
    return storeResult(db, argv[2], 'string', RawString.ofBytes(result), 'set')
  },
})
