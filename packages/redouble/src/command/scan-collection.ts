import type { TypeName, ValueTypes } from '../data/entry.ts'
import { globMatches } from '../kernel/glob.ts'
import type { Reply } from '../resp/reply.ts'
import type { Context } from './context.ts'
import { parseScanCursor } from './scan-cursor.ts'
import { parseScanOptions, type ScanWords } from './scan-options.ts'

/** Takes what a step comes across: a member, or a name and what belongs to it. */
export type Visit = (name: string, value?: string) => void

/**
 * HSCAN, SSCAN and ZSCAN: the cursor is read first, then the key is looked at, then the options are
 * read. `step` walks on from the cursor and returns the next one, 0 at the end.
 */
export function scanCollection<T extends TypeName>(
  { argv, db, profile }: Context,
  type: T,
  words: ScanWords,
  step: (value: ValueTypes[T], cursor: number, count: number, visit: Visit) => number,
): Reply {
  const cursor = parseScanCursor(argv[2], profile)
  const value = db.readValue(argv[1], type)
  if (value === undefined) return ['0', []]
  const { count, pattern, onlyNames } = parseScanOptions(argv, 3, words)
  const found: Reply[] = []
  const next = step(value, cursor, count, (name, its) => {
    if (pattern !== null && !globMatches(pattern, name)) return
    found.push(name)
    if (its !== undefined && !onlyNames) found.push(its)
  })
  return [String(next), found]
}
