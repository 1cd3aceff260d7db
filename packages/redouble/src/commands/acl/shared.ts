import type { CommandFlag, Effect } from '../../command/define.ts'

/** What all of ACL's subcommands have in common. */
export const SHARED = {
  group: 'server',
  flags: ['noscript', 'loading', 'stale'] as readonly CommandFlag[],
} as const

/** Subcommands that only an administrator should call. */
export const ADMIN = {
  group: 'server',
  flags: ['admin', 'noscript', 'loading', 'stale'] as readonly CommandFlag[],
  effects: ['server'] as readonly Effect[],
} as const

export const ALL_NODES = ['request_policy:all_nodes', 'response_policy:all_succeeded'] as const
