import { upperAscii } from '../kernel/bytes.ts'
import { parseInt64 } from '../kernel/numbers.ts'
import { COUNT_NOT_POSITIVE, NUMKEYS_NOT_POSITIVE, SYNTAX } from './errors/common.ts'

/** What LMPOP, ZMPOP and their blocking kin ask for. */
export interface MultiPop<End> {
  readonly keys: string[]
  readonly end: End
  readonly count: number
}

/** Reads `numkeys key [key …] <end> [COUNT count]` from `start` on; COUNT comes once, and last. */
export function parseMultiPop<End>(
  argv: readonly string[],
  start: number,
  readEnd: (word: string) => End,
): MultiPop<End> {
  const numkeys = parseInt64(argv[start])
  if (numkeys === null || numkeys < 1) throw NUMKEYS_NOT_POSITIVE
  const where = start + 1 + Number(numkeys)
  if (where >= argv.length) throw SYNTAX
  const end = readEnd(argv[where])
  return { keys: argv.slice(start + 1, where), end, count: readCount(argv, where + 1) }
}

function readCount(argv: readonly string[], index: number): number {
  if (index === argv.length) return 1
  if (upperAscii(argv[index]) !== 'COUNT' || index + 1 === argv.length) throw SYNTAX
  const count = parseInt64(argv[index + 1])
  if (count === null || count < 1) throw COUNT_NOT_POSITIVE
  if (index + 2 < argv.length) throw SYNTAX
  return Number(count)
}
