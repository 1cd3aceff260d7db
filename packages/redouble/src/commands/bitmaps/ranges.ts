import { block, integer, key, oneOf, optional, token } from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { BIT_NOT_0_OR_1 } from '../../command/errors/bitmap.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { isAvailable, type Profile } from '../../command/profile.ts'
import { readInteger } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { countBits, findBit } from '../../data/bits.ts'
import { upperAscii } from '../../kernel/bytes.ts'

/** As the caller gave it: in bytes or bits, negative from the end. */
interface GivenRange {
  readonly start: number
  readonly end: number
  readonly hasEnd: boolean
  readonly inBits: boolean
}

/** Bits, both included. */
interface BitRange {
  readonly start: number
  readonly end: number
}

/** Valkey's BITCOUNT takes a start alone, and reads the unit before the end. */
const END_OPTIONAL = { since: 'never', valkeySince: '8.0.0' } as const
const EMPTY: GivenRange = { start: 1, end: 0, hasEnd: true, inBits: false }
const WHOLE: GivenRange = { start: 0, end: -1, hasEnd: false, inBits: false }

function readUnit(word: string): boolean {
  const unit = upperAscii(word)
  if (unit !== 'BIT' && unit !== 'BYTE') throw SYNTAX
  return unit === 'BIT'
}

/** `[start [end [BYTE|BIT]]]` from argv[at] on, the unit being read before the end. */
function optionalRange(argv: readonly string[], at: number): GivenRange {
  const count = argv.length - at
  if (count <= 0) return WHOLE
  if (count > 3) throw SYNTAX
  const start = readInteger(argv[at])
  const inBits = count === 3 && readUnit(argv[at + 2])
  const hasEnd = count > 1
  return { start, end: hasEnd ? readInteger(argv[at + 1]) : -1, hasEnd, inBits }
}

function bitcountRange(argv: readonly string[], profile: Profile): GivenRange {
  if (isAvailable(END_OPTIONAL, profile)) return optionalRange(argv, 2)
  if (argv.length === 2) return WHOLE
  if (argv.length !== 4 && argv.length !== 5) throw SYNTAX
  const start = readInteger(argv[2])
  const end = readInteger(argv[3])
  // Up to 7.0 a range that is empty by its signs alone is answered before its unit is read.
  const isEmpty = start < 0 && end < 0 && start > end
  if (isEmpty && profile.quirks.bitRangeReadAfterKey) return EMPTY
  return { start, end, hasEnd: true, inBits: argv.length === 5 && readUnit(argv[4]) }
}

/** Clamps to a string of `length` bytes; null when nothing is left. */
function resolve({ start, end, inBits }: GivenRange, length: number): BitRange | null {
  const total = inBits ? length * 8 : length
  const from = start < 0 ? Math.max(0, start + total) : start
  const to = Math.min(total - 1, end < 0 ? Math.max(0, end + total) : end)
  if (from > to) return null
  return inBits ? { start: from, end: to } : { start: from * 8, end: to * 8 + 7 }
}

const UNITS = { byte: token('BYTE'), bit: token('BIT') }

export const bitcount: Command = defineCommand({
  name: 'bitcount',
  since: '2.6.0',
  group: 'bitmap',
  summary: 'Counts the ones of a string or of a part of it.',
  complexity: 'O(N)',
  history: [['7.0.0', 'Added the `BYTE|BIT` option.']],
  flags: ['readonly'],
  args: {
    key: key('RO', 'access'),
    range: optional(
      block({
        start: integer(),
        end: integer(),
        unit: optional(oneOf(UNITS, { since: '7.0.0' })),
      }),
    ),
  },
  reply: answer.integer(),
  parse: keyByHand,
  run({ db, argv, profile }, { key }) {
    const readsLate = profile.quirks.bitRangeReadAfterKey
    let given = readsLate ? WHOLE : bitcountRange(argv, profile)
    const value = db.readValue(key, 'string')
    if (value === undefined) return 0
    if (readsLate) given = bitcountRange(argv, profile)
    // BITPOS lacks this check, so that both then clamp to the first place.
    if (given.start < 0 && given.end < 0 && given.start > given.end) return 0
    const range = resolve(given, value.length)
    return range === null ? 0 : countBits(value, range.start, range.end)
  },
})

function wantedBit({ argv }: Context): 0 | 1 {
  const bit = readInteger(argv[2])
  if (bit !== 0 && bit !== 1) throw BIT_NOT_0_OR_1
  return bit
}

export const bitpos: Command = defineCommand({
  name: 'bitpos',
  since: '2.8.7',
  group: 'bitmap',
  summary: 'Finds the first bit of a kind in a string or in a part of it.',
  complexity: 'O(N)',
  history: [['7.0.0', 'Added the `BYTE|BIT` option.']],
  flags: ['readonly'],
  args: {
    key: key('RO', 'access'),
    bit: integer(),
    range: optional(
      block({
        start: integer(),
        endUnitBlock: optional(
          block({ end: integer(), unit: optional(oneOf(UNITS, { since: '7.0.0' })) }),
        ),
      }),
    ),
  },
  reply: answer.integer(),
  parse: keyByHand,
  run(context, { key }) {
    const { db, argv } = context
    const bit = wantedBit(context)
    const readsLate = context.profile.quirks.bitRangeReadAfterKey
    let given = readsLate ? WHOLE : optionalRange(argv, 3)
    const value = db.readValue(key, 'string')
    if (value === undefined) return bit === 1 ? -1 : 0
    if (readsLate) given = optionalRange(argv, 3)
    const range = resolve(given, value.length)
    if (range === null) return -1
    const found = findBit(value, bit, range.start, range.end)
    // Without an end the string counts as followed by zeros.
    return found < 0 && bit === 0 && !given.hasEnd ? value.length * 8 : found
  },
})
