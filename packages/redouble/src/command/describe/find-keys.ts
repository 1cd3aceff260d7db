import { upperAscii } from '../../kernel/bytes.ts'
import { INT64_MAX, INT64_MIN, parseInt64 } from '../../kernel/numbers.ts'
import type { Command, KeySpec, KeyUse } from '../define.ts'
import { keySpecsOf } from './key-specs.ts'

/** Whether calls of this command can have keys at all. */
export function mayHaveKeys(command: Command): boolean {
  if (command.getKeys !== undefined) return true
  return keySpecsOf(command).some((spec) => !spec.flags.includes('not_key'))
}

/**
 * The keys of a call and how each is used, as COMMAND GETKEYSANDFLAGS answers, ACL rules and
 * clusters see them. Null when the call is malformed, such as a numkeys past the end.
 */
export function keysOf(
  command: Command,
  argv: readonly string[],
  countsWrap = false,
): KeyUse[] | null {
  if (command.getKeys !== undefined) return command.getKeys(argv)
  const uses: KeyUse[] = []
  const specs = keySpecsOf(command)
  for (const spec of specs) {
    if (spec.flags.includes('not_key')) continue
    if (spec.begin === 'unknown' || spec.find === 'unknown') continue
    const start = startOf(spec.begin, argv)
    if (start < 0) {
      // A keyword may be left out; a place that is not there makes the call malformed.
      if ('index' in spec.begin) return null
      continue
    }
    const places = placesOf(spec.find, start, argv, countsWrap)
    if (places === null) return isCountOfKeys(spec.find) ? countedLeniently(specs, argv) : null
    for (const place of places) uses.push({ key: argv[place], flags: spec.flags })
  }
  return uses
}

/** MSETEX's count, of pairs, is the one that is not read again. */
function isCountOfKeys(find: Exclude<KeySpec['find'], 'unknown'>): boolean {
  return 'keyNumIndex' in find && find.step === 1
}

/**
 * What the servers do when a count of keys is not one that its key spec takes: they read it once
 * more as C's atoi does, and know of no flags then. The destination of a STORE comes last.
 */
function countedLeniently(specs: readonly KeySpec[], argv: readonly string[]): KeyUse[] | null {
  const uses: KeyUse[] = []
  const destinations: KeyUse[] = []
  for (const { begin, find } of specs) {
    if (begin === 'unknown' || find === 'unknown') continue
    const start = startOf(begin, argv)
    if (start < 0) continue
    if (!('keyNumIndex' in find)) {
      destinations.push({ key: argv[start], flags: [] })
      continue
    }
    const first = start + find.firstKey
    const count = atoi(argv[start + find.keyNumIndex] ?? '')
    if (count < 1 || count > (argv.length - first) / find.step) return null
    for (let i = 0; i < count; i++) uses.push({ key: argv[first + i * find.step], flags: [] })
  }
  return [...uses, ...destinations]
}

/** The 32 bits that C makes of the digits at the beginning of a text. */
function atoi(text: string): number {
  const digits = /^[ \t-\r]*([+-]?\d+)/.exec(text)?.[1] ?? '0'
  const value = BigInt(digits)
  if (value > INT64_MAX) return -1
  return value < INT64_MIN ? 0 : Number(BigInt.asIntN(32, value))
}

function startOf(begin: Exclude<KeySpec['begin'], 'unknown'>, argv: readonly string[]): number {
  if ('index' in begin) return begin.index < argv.length ? begin.index : -1
  const { keyword, startFrom } = begin
  const isBackward = startFrom < 0
  const step = isBackward ? -1 : 1
  for (
    let i = isBackward ? argv.length + startFrom : startFrom;
    i > 0 && i < argv.length - 1;
    i += step
  ) {
    if (upperAscii(argv[i]) === keyword) return i + 1
  }
  return -1
}

function placesOf(
  find: Exclude<KeySpec['find'], 'unknown'>,
  start: number,
  argv: readonly string[],
  countsWrap: boolean,
): number[] | null {
  let first = start
  let last: number
  if ('lastKey' in find) {
    if (find.lastKey >= 0) last = start + find.lastKey
    else if (find.limit > 1) {
      // The keys are the first of `limit` equal parts of what is left.
      last = start + Math.floor((argv.length - start) / find.limit) - 1
    } else last = argv.length + find.lastKey
  } else {
    const given = parseInt64(argv[start + find.keyNumIndex] ?? '') ?? -1
    const isWrapped = countsWrap && given > 0
    const count = Number(isWrapped ? BigInt.asIntN(32, BigInt(given)) : given)
    first = start + find.firstKey
    last = first + (count - 1) * find.step
    if (count < 1) return null
  }
  if (last >= argv.length) return null
  const places: number[] = []
  for (let i = first; i <= last; i += find.step) places.push(i)
  return places
}
