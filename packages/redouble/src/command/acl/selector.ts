import { globMatches } from '../../kernel/glob.ts'
import type { CommandIndex } from './command-index.ts'
import { CommandPermissions } from './command-permissions.ts'

/** What a pattern lets a user do with the keys that match. */
export interface KeyPattern {
  readonly pattern: string
  reads: boolean
  writes: boolean
}

/** One set of permissions. A user has one of its own, and further ones in parentheses. */
export class Selector {
  readonly commands: CommandPermissions
  allKeys = false
  keys: KeyPattern[] = []
  allChannels: boolean
  channels: string[] = []
  /** Null where all databases are allowed (Valkey 9). */
  databases: ReadonlySet<number> | null = null

  constructor(
    index: CommandIndex,
    allChannels: boolean,
    commands: CommandPermissions = new CommandPermissions(index),
  ) {
    this.commands = commands
    this.allChannels = allChannels
  }

  clone(index: CommandIndex): Selector {
    const copy = new Selector(index, this.allChannels, this.commands.clone())
    copy.allKeys = this.allKeys
    copy.keys = this.keys.map((key) => ({ ...key }))
    copy.channels = [...this.channels]
    copy.databases = this.databases
    return copy
  }

  get isUnrestricted(): boolean {
    const { allKeys, allChannels, databases, commands } = this
    return allKeys && allChannels && databases === null && commands.isUnrestricted
  }

  setAllKeys(isAllowed: boolean): void {
    this.allKeys = isAllowed
    this.keys = []
  }

  addKeys(pattern: string, reads: boolean, writes: boolean): void {
    const known = this.keys.find((one) => one.pattern === pattern)
    if (known === undefined) this.keys.push({ pattern, reads, writes })
    else {
      known.reads ||= reads
      known.writes ||= writes
    }
  }

  setAllChannels(isAllowed: boolean): void {
    this.allChannels = isAllowed
    this.channels = []
  }

  addChannel(pattern: string): void {
    if (!this.channels.includes(pattern)) this.channels.push(pattern)
  }

  allowsKey(key: string, reads: boolean, writes: boolean): boolean {
    if (this.allKeys) return true
    return this.keys.some(
      (one) => (one.reads || !reads) && (one.writes || !writes) && globMatches(one.pattern, key),
    )
  }

  /** Whether there is no key that may not be read: SORT asks it for its patterns. */
  get readsAllKeys(): boolean {
    return this.allKeys || this.keys.some(({ pattern, reads }) => reads && pattern === '*')
  }

  /** A pattern to subscribe to has to be one of the rules, letter by letter. */
  allowsChannel(channel: string, isPattern: boolean): boolean {
    if (this.allChannels) return true
    return isPattern
      ? this.channels.includes(channel)
      : this.channels.some((pattern) => globMatches(pattern, channel))
  }

  allowsDatabase(index: number): boolean {
    return this.databases === null || this.databases.has(index)
  }
}
