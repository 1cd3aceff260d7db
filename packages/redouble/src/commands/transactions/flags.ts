import type { CommandFlag, CommandSpec } from '../../command/define.ts'

/** Flags of the commands around EXEC. */
export const FLAGS: readonly CommandFlag[] = ['noscript', 'loading', 'stale', 'fast', 'allow_busy']

const NOT_NESTED: readonly CommandFlag[] = [...FLAGS, 'no_multi']

/** Those of MULTI and WATCH, which some servers refuse within MULTI before they look at them. */
export const FLAGS_OUTSIDE: Pick<CommandSpec, 'flags' | 'flagsIn'> = {
  flags: FLAGS,
  flagsIn: ({ quirks }) => (quirks.nestedMultiAborts ? NOT_NESTED : FLAGS),
}
