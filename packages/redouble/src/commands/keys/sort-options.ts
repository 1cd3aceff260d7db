import type { Context } from '../../command/context.ts'
import { SORT_BY_DENIED, SORT_GET_DENIED } from '../../command/errors/acl.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { readInteger } from '../../command/read-integer.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseSortPattern, type SortPattern } from './sort-patterns.ts'

export interface SortOptions {
  by: SortPattern | null
  /** BY names no key: the elements stay in the order in which they are stored. */
  isUnsorted: boolean
  readonly gets: SortPattern[]
  isDescending: boolean
  isAlpha: boolean
  offset: number
  /** Negative: no limit. */
  count: number
  destination: string | null
}

/** Options may repeat: the last one counts, of GET all, and a BY without a star for good. */
export function parseSortOptions(context: Context, mayStore: boolean): SortOptions {
  const { argv, client, server } = context
  const options: SortOptions = {
    by: null,
    isUnsorted: false,
    gets: [],
    isDescending: false,
    isAlpha: false,
    offset: 0,
    count: -1,
    destination: null,
  }
  for (let i = 2; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    const left = argv.length - 1 - i
    if (word === 'ASC') options.isDescending = false
    else if (word === 'DESC') options.isDescending = true
    else if (word === 'ALPHA') options.isAlpha = true
    else if (word === 'LIMIT' && left >= 2) {
      options.offset = readInteger(argv[++i])
      options.count = readInteger(argv[++i])
    } else if (word === 'STORE' && mayStore && left >= 1) options.destination = argv[++i]
    else if (word === 'BY' && left >= 1) {
      const text = argv[++i]
      options.by = parseSortPattern(text)
      if (!text.includes('*')) options.isUnsorted = true
      else if (!server.access.mayReadAllKeys(client, argv)) throw SORT_BY_DENIED
    } else if (word === 'GET' && left >= 1) {
      if (!server.access.mayReadAllKeys(client, argv)) throw SORT_GET_DENIED
      options.gets.push(parseSortPattern(argv[++i]))
    } else throw SYNTAX
  }
  return options
}

/** Where the destination of a call is, as COMMAND GETKEYS looks for it: words of options skipped. */
export function destinationOf(argv: readonly string[]): string | undefined {
  let found: string | undefined
  for (let i = 2; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (word === 'LIMIT') i += 2
    else if (word === 'GET' || word === 'BY') i++
    else if (word === 'STORE' && i + 1 < argv.length) found = argv[++i]
  }
  return found
}
