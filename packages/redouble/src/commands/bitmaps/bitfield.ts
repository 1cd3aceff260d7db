import {
  block,
  bytes,
  integer,
  key,
  multiple,
  multipleToken,
  oneOf,
  option,
  optional,
  token,
} from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { keysOfBitfield } from '../../command/describe/variable-keys.ts'
import {
  BIT_OFFSET_OUT_OF_RANGE,
  BITFIELD_OVERFLOW_TYPE,
  BITFIELD_RO_ONLY_GET,
  BITFIELD_TYPE,
} from '../../command/errors/bitmap.ts'
import { NOT_AN_INTEGER, SYNTAX, WRONGTYPE } from '../../command/errors/common.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import {
  type FieldType,
  fitField,
  type Overflow,
  parseFieldType,
  readField,
  writeField,
} from '../../data/bit-field.ts'
import { rawOf, type RawString, type StringValue } from '../../data/string-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { INT64_MAX, type Int64, parseInt64 } from '../../kernel/numbers.ts'
import type { Reply } from '../../resp/reply.ts'

interface Operation {
  readonly kind: 'GET' | 'SET' | 'INCRBY'
  readonly type: FieldType
  readonly offset: number
  /** SET's value or INCRBY's increment. */
  readonly operand: Int64
  readonly overflow: Overflow
}

function readOverflow(word: string): Overflow {
  const overflow = upperAscii(word)
  if (overflow === 'WRAP' || overflow === 'SAT' || overflow === 'FAIL') return overflow
  throw BITFIELD_OVERFLOW_TYPE
}

/** A bit's place, or with `#` a field's place among fields of that width. */
function readOffset(text: string, bits: number, { config }: Context): number {
  const isScaled = text[0] === '#'
  const value = readInt64(isScaled ? text.slice(1) : text, BIT_OFFSET_OUT_OF_RANGE)
  // The product wraps around at 64 bits, as on the servers.
  const offset = isScaled ? Number(BigInt.asIntN(64, BigInt(value) * BigInt(bits))) : Number(value)
  if (offset < 0 || offset >= config.protoMaxBulkLen * 8) throw BIT_OFFSET_OUT_OF_RANGE
  return offset
}

/** Everything is read before anything is done. OVERFLOW holds until the next one. */
function readOperations(context: Context): Operation[] {
  const { argv } = context
  const operations: Operation[] = []
  let overflow: Overflow = 'WRAP'
  for (let i = 2; i < argv.length; ) {
    const kind = upperAscii(argv[i])
    const left = argv.length - i - 1
    if (kind === 'OVERFLOW' && left >= 1) {
      overflow = readOverflow(argv[i + 1])
      i += 2
      continue
    }
    const words = kind === 'GET' ? 2 : kind === 'SET' || kind === 'INCRBY' ? 3 : 0
    if (words === 0 || left < words) throw SYNTAX
    const type = parseFieldType(argv[i + 1])
    if (type === null) throw BITFIELD_TYPE
    const offset = readOffset(argv[i + 2], type.bits, context)
    const operand = words === 3 ? parseInt64(argv[i + 3]) : 0
    if (operand === null) throw NOT_AN_INTEGER
    operations.push({ kind: kind as Operation['kind'], type, offset, operand, overflow })
    i += words + 1
  }
  return operations
}

function readAll({ db }: Context, key: string, operations: readonly Operation[]): Reply[] {
  const value = db.readValue(key, 'string') ?? ''
  return operations.map(({ offset, type }) => readField(value, offset, type))
}

/** Grows the string to what the writes reach, even when they then fail. */
function growFor({ db }: Context, key: string, operations: readonly Operation[]): GrownString {
  const entry = db.write(key)
  if (entry !== undefined && entry.type !== 'string') throw WRONGTYPE
  let length = 0
  for (const { kind, offset, type } of operations) {
    if (kind !== 'GET') length = Math.max(length, Math.floor((offset + type.bits - 1) / 8) + 1)
  }
  const old = (entry?.value ?? '') as StringValue
  const raw = rawOf(old)
  const hasGrown = length > old.length
  raw.grow(length)
  if (entry === undefined) db.put(key, 'string', raw)
  else if (raw !== old) db.replace(entry, raw)
  return { raw, hasGrown }
}

interface GrownString {
  readonly raw: RawString
  readonly hasGrown: boolean
}

function runOperations(context: Context, key: string, operations: readonly Operation[]): Reply[] {
  const { raw, hasGrown } = growFor(context, key, operations)
  const replies: Reply[] = []
  let hasChanged = false
  for (const { kind, type, offset, operand, overflow } of operations) {
    const old = readField(raw, offset, type)
    if (kind === 'GET') {
      replies.push(old)
      continue
    }
    const isMisread = kind === 'SET' && overflow === 'SAT' && isFarBelow(type, operand)
    const value = isMisread ? INT64_MAX : wanted(kind, type, old, operand)
    const fitted = fitField(value, type, overflow)
    if (fitted === null) {
      replies.push(null)
      continue
    }
    if (hasGrown || fitted !== old) hasChanged = true
    if (fitted !== old) writeField(raw, offset, type, fitted)
    replies.push(kind === 'SET' ? old : fitted)
  }
  if (hasChanged) context.db.changed(key, '$', 'setbit')
  return replies
}

/** What the field would hold had it room. To an unsigned field SET's negative values are huge. */
function wanted(kind: 'SET' | 'INCRBY', type: FieldType, old: Int64, operand: Int64): Int64 {
  if (kind === 'SET') {
    return !type.isSigned && operand < 0 ? BigInt.asUintN(64, BigInt(operand)) : operand
  }
  if (typeof old === 'number' && typeof operand === 'number') {
    const sum = old + operand
    if (Number.isSafeInteger(sum)) return sum
  }
  return BigInt(old) + BigInt(operand)
}

/**
 * So far below a signed field that the servers' distance to its greatest value overflows: they then
 * take the value for one above the field.
 */
function isFarBelow({ isSigned, bits }: FieldType, operand: Int64): boolean {
  if (!isSigned || bits === 64 || operand >= 0) return false
  return (1n << BigInt(bits - 1)) - 1n - BigInt(operand) > INT64_MAX
}

export const bitfield: Command = defineCommand({
  name: 'bitfield',
  since: '3.2.0',
  group: 'bitmap',
  summary: 'Reads and changes integers of any width within a string.',
  complexity: 'O(1) for each subcommand specified',
  flags: ['write', 'denyoom'],
  getKeys: keysOfBitfield,
  args: {
    key: key('RW', 'access', 'update', 'variable_flags'),
    operation: optional(
      multiple(
        oneOf({
          getBlock: option('GET', block({ encoding: bytes(), offset: integer() })),
          write: block({
            overflowBlock: optional(
              option(
                'OVERFLOW',
                oneOf({ wrap: token('WRAP'), sat: token('SAT'), fail: token('FAIL') }),
              ),
            ),
            writeOperation: oneOf({
              setBlock: option(
                'SET',
                block({ encoding: bytes(), offset: integer(), value: integer() }),
              ),
              incrbyBlock: option(
                'INCRBY',
                block({ encoding: bytes(), offset: integer(), increment: integer() }),
              ),
            }),
          }),
        }),
      ),
    ),
  },
  reply: answer.array(answer.nullable(answer.int64())),
  parse: keyByHand,
  run(context, { key }) {
    const operations = readOperations(context)
    const isReading = operations.every(({ kind }) => kind === 'GET')
    if (isReading) return readAll(context, key, operations)
    return runOperations(context, key, operations)
  },
})

export const bitfieldRo: Command = defineCommand({
  name: 'bitfield_ro',
  since: '6.0.0',
  group: 'bitmap',
  summary: 'Reads integers of any width within a string.',
  complexity: 'O(1) for each subcommand specified',
  flags: ['readonly', 'fast'],
  args: {
    key: key('RO', 'access'),
    getBlock: optional(
      multipleToken(option('GET', block({ encoding: bytes(), offset: integer() }))),
    ),
  },
  reply: answer.array(answer.int64()),
  parse: keyByHand,
  run(context, { key }) {
    const operations = readOperations(context)
    if (operations.some(({ kind }) => kind !== 'GET')) throw BITFIELD_RO_ONLY_GET
    return readAll(context, key, operations)
  },
})
