import { upperAscii } from '../kernel/bytes.ts'
import { SYNTAX } from './errors/common.ts'
import { NOVALUES_OUTSIDE_HSCAN } from './errors/keys.ts'
import { readInt64 } from './read-integer.ts'

/** Which words beside MATCH and COUNT a command knows. */
export interface ScanWords {
  /** The word that leaves the values out: HSCAN's NOVALUES, and on Valkey ZSCAN's NOSCORES. */
  readonly onlyNames?: 'NOVALUES' | 'NOSCORES'
  /** NOVALUES is known, and known to be HSCAN's. */
  readonly refusesNoValues?: boolean
}

export interface ScanOptions {
  count: number
  pattern: string | null
  onlyNames: boolean
}

/** Reads options, which may be repeated, the last one counting. */
export function parseScanOptions(
  argv: readonly string[],
  from: number,
  words: ScanWords,
): ScanOptions {
  const options: ScanOptions = { count: 10, pattern: null, onlyNames: false }
  for (let i = from; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (word === 'NOVALUES' && words.refusesNoValues === true) throw NOVALUES_OUTSIDE_HSCAN
    if (word === words.onlyNames) {
      options.onlyNames = true
      continue
    }
    if (i + 1 >= argv.length) throw SYNTAX
    const value = argv[++i]
    if (word === 'COUNT') options.count = readScanCount(value)
    else if (word === 'MATCH') {
      // Redis does not even look at the elements when everything matches.
      options.pattern = value === '*' ? null : value
    } else throw SYNTAX
  }
  return options
}

/** COUNT of SCAN and its kin. */
export function readScanCount(text: string): number {
  const count = readInt64(text)
  if (count < 1) throw SYNTAX
  return Number(count)
}
