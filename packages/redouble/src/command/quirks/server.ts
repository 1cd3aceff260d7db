import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

/** A module that is part of a server, as MODULE LIST and INFO show it. */
export interface BuiltInModule {
  readonly name: string
  readonly path: string
  readonly options: string
}

/** What differs between servers about the process itself. */
export interface ServerQuirks {
  /** Modules that come with the server: vector sets (from 8.0 on), Lua (Valkey 9). */
  readonly builtInModules: readonly BuiltInModule[]
  /** Built with a jemalloc that can defragment: CONFIG SET activedefrag takes yes (8.2). */
  readonly canDefragment: boolean
  /** What the human name of a cluster's node may not contain. */
  readonly nodeNameBans: RegExp
  /** cluster-announce-ip may not contain these either, nor be too long (Valkey 9). */
  readonly checksAnnouncedIp: boolean
  /** Tables that were used and are empty are shown as tables, and outlive a FLUSHALL (Valkey 9). */
  readonly emptyTablesStay: boolean
  /** DEBUG HTSTATS tells whether a table is being rehashed (Valkey 9). */
  readonly tablesShowRehashing: boolean
}

const VECTOR_SETS: BuiltInModule = {
  name: 'vectorset',
  path: '',
  options: 'handle-io-errors|handle-repl-async-load',
}

const LUA: BuiltInModule = {
  name: 'lua',
  path: 'lua',
  options: 'handle-repl-async-load|handle-atomic-slot-migration',
}

const MODERN: ServerQuirks = {
  builtInModules: [VECTOR_SETS],
  canDefragment: false,
  nodeNameBans: /[!#$%&()*+:;<>?@[\]^{|}~]/,
  checksAnnouncedIp: false,
  emptyTablesStay: false,
  tablesShowRehashing: false,
}

export const SERVER_QUIRKS: Record<ProfileName, ServerQuirks> = quirksByProfile(MODERN, {
  '7.0': { builtInModules: [] },
  '7.2': { builtInModules: [] },
  '7.4': { builtInModules: [] },
  '8.2': { canDefragment: true },
  'valkey-8.1': { builtInModules: [], nodeNameBans: /[!#$%&()*+;<>?@[\]^{|}~]/ },
  'valkey-9': {
    builtInModules: [LUA],
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the server refuses them
    nodeNameBans: /[\0-\x20!"#$%&'()*+,;<=>?@[\\\]^{|}~\x7f]/,
    checksAnnouncedIp: true,
    emptyTablesStay: true,
    tablesShowRehashing: true,
  },
})
