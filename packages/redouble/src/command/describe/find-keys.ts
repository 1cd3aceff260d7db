import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
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
export function keysOf(command: Command, argv: readonly string[]): KeyUse[] | null {
  if (command.getKeys !== undefined) return command.getKeys(argv)
  const uses: KeyUse[] = []
  for (const spec of keySpecsOf(command)) {
    if (spec.flags.includes('not_key')) continue
    if (spec.begin === 'unknown' || spec.find === 'unknown') continue
    const start = startOf(spec.begin, argv)
    if (start < 0) continue
    const places = placesOf(spec.find, start, argv)
    if (places === null) return null
    for (const place of places) uses.push({ key: argv[place], flags: spec.flags })
  }
  return uses
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
    const count = Number(parseInt64(argv[start + find.keyNumIndex] ?? '') ?? -1)
    first = start + find.firstKey
    last = first + (count - 1) * find.step
    if (count < 0) return null
  }
  if (last >= argv.length) return null
  const places: number[] = []
  for (let i = first; i <= last; i += find.step) places.push(i)
  return places
}
