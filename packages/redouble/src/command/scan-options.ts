import { upperAscii } from '../kernel/bytes.ts'
import { parseInt64 } from '../kernel/numbers.ts'
import { NOT_AN_INTEGER, SYNTAX } from './errors/common.ts'
import { NOVALUES_OUTSIDE_HSCAN } from './errors/keys.ts'

export interface ScanOptions {
  count: number
  pattern: string | null
  noValues: boolean
}

/**
 * MATCH, COUNT and, where `takesNoValues`, NOVALUES (`takesNoScores`: Valkey's NOSCORES). They are
 * read after the key was looked at, and may be repeated, the last one counting.
 */
export function parseScanOptions(
  argv: readonly string[],
  from: number,
  takesNoValues: boolean,
  others: { readonly refusesNoValues?: boolean; readonly takesNoScores?: boolean } = {},
): ScanOptions {
  const options: ScanOptions = { count: 10, pattern: null, noValues: false }
  for (let i = from; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (word === 'NOVALUES' && others.refusesNoValues === true) throw NOVALUES_OUTSIDE_HSCAN
    if (
      (word === 'NOVALUES' && takesNoValues) ||
      (word === 'NOSCORES' && others.takesNoScores === true)
    ) {
      options.noValues = true
      continue
    }
    if (i + 1 >= argv.length) throw SYNTAX
    const value = argv[++i]
    if (word === 'COUNT') {
      const count = parseInt64(value)
      if (count === null) throw NOT_AN_INTEGER
      if (count < 1) throw SYNTAX
      options.count = Number(count)
    } else if (word === 'MATCH') {
      // Redis does not even look at the elements when everything matches.
      options.pattern = value === '*' ? null : value
    } else throw SYNTAX
  }
  return options
}
