import type { Command } from '../define.ts'
import { keysOf } from '../describe/find-keys.ts'
import type { DenialText } from '../errors/acl.ts'
import { databasesOf, touchesAllDatabases } from './databases.ts'
import type { Selector } from './selector.ts'
import type { User } from './user.ts'

/** Why a user may not make a call. */
export interface Denial extends DenialText {
  /** Where in the call, to tell which of several selectors came closest to allowing it. */
  readonly at: number
}

/** A call to check. */
export interface Call {
  readonly command: Command
  readonly argv: readonly string[]
  /** The selected database. */
  readonly dbIndex: number
  /** How many databases there are: beyond them a command refuses by itself. */
  readonly databases: number
  /** Counts of keys wrap at 32 bits; see the switch of that name. */
  readonly keyCountsWrap: boolean
}

/** A denial of a later reason came closer to being allowed. */
const RANK = { database: 0, command: 1, key: 2, channel: 3 }

/** Why the user may not make a call; null when one of the selectors allows all of it. */
export function checkCall(user: User, call: Call): Denial | null {
  if (user.isUnrestricted) return null
  let closest: Denial | null = null
  for (const selector of user.all) {
    const denial = checkSelector(selector, call)
    if (denial === null) return null
    if (closest === null || isCloser(denial, closest)) closest = denial
  }
  return closest
}

/** Whether the call is allowed by a selector that may read every key: SORT BY and GET. */
export function mayReadAllKeys(user: User, call: Call): boolean {
  if (user.isUnrestricted) return true
  return user.all.some((one) => one.readsAllKeys && checkSelector(one, call) === null)
}

function isCloser(a: Denial, b: Denial): boolean {
  const difference = RANK[a.reason] - RANK[b.reason]
  return difference > 0 || (difference === 0 && a.at > b.at)
}

function checkSelector(selector: Selector, call: Call): Denial | null {
  const { command, argv } = call
  return (
    checkDatabases(selector, call) ??
    (command.flags.includes('no_auth') || selector.commands.allow(command, argv)
      ? null
      : { reason: 'command', object: command.shownName, at: 0 }) ??
    checkKeys(selector, call) ??
    checkChannels(selector, call)
  )
}

function checkDatabases(selector: Selector, call: Call): Denial | null {
  if (selector.databases === null) return null
  const { command, argv, dbIndex, databases } = call
  const denied = (at: number): Denial => {
    return { reason: 'database', object: at === 0 ? command.shownName : argv[at], at }
  }
  if (touchesAllDatabases(command)) return denied(0)
  for (const { index, at } of databasesOf(command, argv, dbIndex)) {
    const exists = index >= 0 && index < databases
    if (exists && !selector.allowsDatabase(index)) return denied(at)
  }
  return null
}

function checkKeys(selector: Selector, { command, argv, keyCountsWrap }: Call): Denial | null {
  if (selector.allKeys) return null
  const uses = keysOf(command, argv, keyCountsWrap) ?? []
  for (let at = 0; at < uses.length; at++) {
    const { key, flags } = uses[at]
    const writes = flags.includes('insert') || flags.includes('delete') || flags.includes('update')
    if (!selector.allowsKey(key, flags.includes('access'), writes)) {
      return { reason: 'key', object: key, at }
    }
  }
  return null
}

/** Which words are channels: from the first up to the last. Unsubscribing is free. */
const CHANNELS: Readonly<Record<string, { last?: number; isPattern?: boolean }>> = {
  subscribe: {},
  ssubscribe: {},
  psubscribe: { isPattern: true },
  publish: { last: 1 },
  spublish: { last: 1 },
}

function checkChannels(selector: Selector, { command, argv }: Call): Denial | null {
  if (selector.allChannels || !Object.hasOwn(CHANNELS, command.name)) return null
  const { last = argv.length - 1, isPattern = false } = CHANNELS[command.name]
  for (let at = 1; at <= last; at++) {
    if (!selector.allowsChannel(argv[at], isPattern)) {
      return { reason: 'channel', object: argv[at], at }
    }
  }
  return null
}
