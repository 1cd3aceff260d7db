import type { Database } from '../data/database.ts'
import type { EventClass } from '../data/keyspace-host.ts'
import { sizeOfValue, type TypeName, type ValueTypes } from '../data/entry.ts'

/** Under which letter of notify-keyspace-events a type's own events go. */
const CLASSES: Readonly<Record<TypeName, EventClass>> = {
  string: '$',
  list: 'l',
  set: 's',
  zset: 'z',
  hash: 'h',
  stream: 't',
  vectorset: 'd',
}

/**
 * Stores what a command has made of other keys, or removes the key when it is empty; its size. A key
 * that has run out and is still stored goes with a `del`, too.
 */
export function storeResult<T extends TypeName>(
  db: Database,
  key: string,
  type: T,
  value: ValueTypes[T],
  event: string,
): number {
  const size = sizeOfValue(value)
  if (size > 0) {
    db.put(key, type, value)
    db.changed(key, CLASSES[type], event)
  } else if (db.discard(key)) db.changed(key, 'g', 'del')
  return size
}
