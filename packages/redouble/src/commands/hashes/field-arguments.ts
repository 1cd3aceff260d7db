import { type Arg, block, bytes, integer, multiple, option } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { invalidExpireTime, SYNTAX } from '../../command/errors/common.ts'
import {
  FIELD_COUNT_INVALID,
  FIELD_COUNT_MISMATCH,
  FIELD_COUNT_NOT_POSITIVE,
  FIELD_COUNT_WRONG,
  FIELDS_MISPLACED,
  NEGATIVE_FIELD_TIME,
  NUM_FIELDS_NOT_POSITIVE,
} from '../../command/errors/hash.ts'
import { readInt64 } from '../../command/read-integer.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { INT64_MAX, type Int64, narrow, parseInt64 } from '../../kernel/numbers.ts'
import type { ErrorReply } from '../../resp/reply.ts'

/** `FIELDS numfields field [field …]`. */
export const FIELDS_ARG: Arg<{ numfields: number; field: string[] }> = option(
  'FIELDS',
  block({ numfields: integer(), field: multiple(bytes()) }),
)

/** The texts with which a command refuses its FIELDS. */
export interface FieldRefusals {
  /** Redis: the count is no positive integer. */
  readonly count: ErrorReply
  /** Valkey: FIELDS is not where it belongs. */
  readonly valkeyPlace: ErrorReply
  /** Valkey: the count is not positive or does not match. */
  readonly valkeyCount: ErrorReply
}

export const OF_READS: FieldRefusals = {
  count: FIELD_COUNT_NOT_POSITIVE,
  valkeyPlace: SYNTAX,
  valkeyCount: SYNTAX,
}
export const OF_REMOVALS: FieldRefusals = { ...OF_READS, valkeyCount: FIELD_COUNT_WRONG }
export const OF_WRITES: FieldRefusals = { ...OF_REMOVALS, valkeyPlace: FIELD_COUNT_WRONG }
export const OF_EXPIRES: FieldRefusals = { ...OF_WRITES, count: NUM_FIELDS_NOT_POSITIVE }

/** Reads `FIELDS numfields field …`, which begins at `at` and goes on to the end of argv. */
export function readFields({ argv, profile }: Context, at: number, texts: FieldRefusals): number {
  const isValkey = profile.quirks.readsFieldsBeforeKey
  if (at >= argv.length || upperAscii(argv[at]) !== 'FIELDS') {
    throw isValkey ? texts.valkeyPlace : FIELDS_MISPLACED
  }
  const from = at + 2
  if (isValkey) {
    if (from > argv.length) throw texts.valkeyCount
    if (readInt64(argv[at + 1]) !== argv.length - from || argv.length === from) {
      throw texts.valkeyCount
    }
    return from
  }
  const count = from > argv.length ? null : parseInt64(argv[at + 1])
  if (count === null || count < 1) throw texts.count
  if (count !== argv.length - from) throw FIELD_COUNT_MISMATCH
  return from
}

/** Where FIELDS stands, for which Valkey looks before it reads the options. */
export function placeOfFields({ argv }: Context, from: number): number {
  for (let i = from; i < argv.length - 1; i++) if (upperAscii(argv[i]) === 'FIELDS') return i
  throw FIELD_COUNT_WRONG
}

const INT32_MAX = 2 ** 31 - 1

/** HSETEX's count on Redis: of 32 bits. */
export function readPairCount(text: string): number {
  const count = parseInt64(text)
  if (count === null || count < 1 || count > INT32_MAX) throw FIELD_COUNT_INVALID
  return Number(count)
}

/** The latest deadline of a field on Redis. */
const LATEST_46_BITS = 2 ** 46 - 1

/** A deadline in Unix milliseconds; zero and what has passed is allowed. */
export function fieldDeadline(
  { now, profile }: Context,
  text: string,
  scale: number,
  isRelative: boolean,
  command: string,
): Int64 {
  const is46Bits = profile.quirks.fieldDeadlinesAre46Bits
  const value = readInt64(text)
  if (value < 0) throw is46Bits ? NEGATIVE_FIELD_TIME : invalidExpireTime(command)
  const base = isRelative ? now : 0
  const at = Number(value) * scale + base
  if (Number.isSafeInteger(at)) {
    if (is46Bits && at > LATEST_46_BITS) throw invalidExpireTime(command)
    return at
  }
  const exact = BigInt(value) * BigInt(scale) + BigInt(base)
  if (is46Bits || exact > INT64_MAX) throw invalidExpireTime(command)
  return narrow(exact)
}
