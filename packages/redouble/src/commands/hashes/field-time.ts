import { type Arg, integer, option, unixTime } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Int64 } from '../../kernel/numbers.ts'
import { fieldDeadline } from './field-arguments.ts'

/** A time option of HGETEX and HSETEX, not yet read as a number. */
export interface FieldTime {
  readonly unit: string
  readonly text: string
}

const UNITS: Readonly<Record<string, { scale: number; isRelative: boolean }>> = {
  EX: { scale: 1000, isRelative: true },
  PX: { scale: 1, isRelative: true },
  EXAT: { scale: 1000, isRelative: false },
  PXAT: { scale: 1, isRelative: false },
}

/** The time option at a place in argv, whose number stands before `end`. */
export function timeAt(argv: readonly string[], at: number, end: number): FieldTime | undefined {
  const unit = upperAscii(argv[at] ?? '')
  if (!Object.hasOwn(UNITS, unit)) return undefined
  if (at + 1 >= end) throw SYNTAX
  return { unit, text: argv[at + 1] }
}

export function deadlineOfTime(
  context: Context,
  { unit, text }: FieldTime,
  command: string,
): Int64 {
  const { scale, isRelative } = UNITS[unit]
  return fieldDeadline(context, text, scale, isRelative, command)
}

/** The documented time options of HGETEX and HSETEX. */
export const TIME_ARGS: {
  seconds: Arg<number>
  milliseconds: Arg<number>
  unixTimeSeconds: Arg<Int64>
  unixTimeMilliseconds: Arg<Int64>
} = {
  seconds: option('EX', integer()),
  milliseconds: option('PX', integer()),
  unixTimeSeconds: option('EXAT', unixTime()),
  unixTimeMilliseconds: option('PXAT', unixTime()),
}
