/** Keys whose use depends on the call (`variable_flags`), as COMMAND GETKEYSANDFLAGS tells it. */
import { upperAscii } from '../../kernel/bytes.ts'
import type { KeyUse } from '../define.ts'

const READS = ['RO', 'access']
const READS_AND_CHANGES = ['RW', 'access', 'update']
const OVERWRITES = ['OW', 'update']

/** SET overwrites, unless the word GET stands anywhere behind the value. */
export function keysOfSet(argv: readonly string[]): KeyUse[] {
  const reads = argv.slice(3).some((word) => upperAscii(word) === 'GET')
  return [{ key: argv[1], flags: reads ? READS_AND_CHANGES : OVERWRITES }]
}

/** BITFIELD only reads while it is made of whole GETs and of OVERFLOW. */
export function keysOfBitfield(argv: readonly string[]): KeyUse[] {
  let i = 2
  while (i < argv.length) {
    const word = upperAscii(argv[i])
    if (word === 'GET' && i + 2 < argv.length) i += 3
    else if (word === 'OVERFLOW' && i + 1 < argv.length) i += 2
    else return [{ key: argv[1], flags: READS_AND_CHANGES }]
  }
  return [{ key: argv[1], flags: READS }]
}

/** GEORADIUS has a destination behind the last STORE or STOREDIST; from `first` on it looks. */
export function keysOfRadius(argv: readonly string[], first: number): KeyUse[] {
  const uses: KeyUse[] = [{ key: argv[1], flags: READS }]
  for (let i = first; i < argv.length - 1; i++) {
    const word = upperAscii(argv[i])
    if (word === 'STORE' || word === 'STOREDIST') uses[1] = { key: argv[++i], flags: OVERWRITES }
  }
  return uses
}
