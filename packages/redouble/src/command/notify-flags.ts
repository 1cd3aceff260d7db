/** The letters of `notify-keyspace-events`: event classes, and where the events are published. */

/** What `A` stands for, in the order in which the servers print the letters. */
export const ALL_CLASSES = 'g$lshzxetd'
/** Classes beyond `A`: new keys; overwritten ones and changed types, which only Redis 8.2 has. */
const BEYOND_ALL = 'noc'
const PLACES = 'KEm'

/**
 * The flags without repetitions and in the servers' order, or null when a letter is unknown. This
 * is what is kept; `shownNotifyFlags` tells how CONFIG GET shows it. The classes `o` and `c` are
 * known where `hasOverwritten` says so.
 */
export function normaliseNotifyFlags(text: string, hasOverwritten = false): string | null {
  const beyond = hasOverwritten ? BEYOND_ALL : BEYOND_ALL[0]
  const given = new Set(text)
  for (const letter of given) {
    if (!'A'.concat(ALL_CLASSES, beyond, PLACES).includes(letter)) return null
  }
  const isAll = given.has('A') || [...ALL_CLASSES].every((letter) => given.has(letter))
  if (isAll) given.add('A')
  const order = (isAll ? 'A' : ALL_CLASSES) + beyond + PLACES
  return [...order].filter((letter) => given.has(letter)).join('')
}

/** The servers forget to print what is beyond `A` beside it, although it is in force. */
export function shownNotifyFlags(flags: string): string {
  return flags.startsWith('A') ? flags.replace(/[noc]/g, '') : flags
}
