import type { Command, CommandGroup } from '../define.ts'

/** ACL categories in the servers' order. */
export const ACL_CATEGORIES: readonly string[] = [
  'keyspace',
  'read',
  'write',
  'set',
  'sortedset',
  'list',
  'hash',
  'string',
  'bitmap',
  'hyperloglog',
  'geo',
  'stream',
  'pubsub',
  'admin',
  'fast',
  'slow',
  'blocking',
  'dangerous',
  'connection',
  'transaction',
  'scripting',
]

/** PUBSUB's category comes from the flag, so that its HELP is in no one's way. */
const CATEGORY_OF_GROUP: Partial<Record<CommandGroup, string>> = {
  bitmap: 'bitmap',
  connection: 'connection',
  geo: 'geo',
  hash: 'hash',
  hyperloglog: 'hyperloglog',
  list: 'list',
  scripting: 'scripting',
  set: 'set',
  'sorted-set': 'sortedset',
  stream: 'stream',
  string: 'string',
  transactions: 'transaction',
}

/** The ACL categories of a command without the `@`, in the servers' order. */
export function categoriesOf(command: Command): string[] {
  // A module's commands are in none.
  if (command.group === 'module') return []
  const own = new Set(command.categories)
  const has = (flag: Command['flags'][number]): boolean => command.flags.includes(flag)
  if (!command.isContainer) {
    const category = CATEGORY_OF_GROUP[command.group]
    if (category !== undefined) own.add(category)
    // A generic command is @keyspace unless its definition says what it belongs to (SORT, WAIT).
    if (command.group === 'generic' && isUnclassified(command)) own.add('keyspace')
  }
  if (has('write')) own.add('write')
  if (has('readonly') && command.group !== 'scripting') own.add('read')
  if (has('admin')) own.add('admin').add('dangerous')
  if (has('pubsub')) own.add('pubsub')
  if (has('blocking')) own.add('blocking')
  own.add(has('fast') ? 'fast' : 'slow')
  return ACL_CATEGORIES.filter((category) => own.has(category))
}

function isUnclassified(command: Command): boolean {
  return (command.categories ?? []).every((category) => category === 'dangerous')
}
