import type { CommandFlag, CommandSpec, MetadataDifference } from '../define.ts'
import type { ProfileName } from '../profile.ts'

/** What COMMAND says on Redis 7.0 only: `differsIn: in70({ tips: [] })`. */
export function in70(difference: MetadataDifference): CommandSpec['differsIn'] {
  return (profile) => (profile.name === '7.0' ? difference : undefined)
}

/** What COMMAND says on Valkey 9 only. */
export function inValkey9(difference: MetadataDifference): CommandSpec['differsIn'] {
  return (profile) => (profile.name === 'valkey-9' ? difference : undefined)
}

/** Flags to which Valkey 9 adds some: `...andInValkey9(['noscript'], 'stale')`. */
export function andInValkey9(
  flags: readonly CommandFlag[],
  ...added: readonly CommandFlag[]
): Pick<CommandSpec, 'flags' | 'flagsIn'> {
  const all = [...flags, ...added]
  return { flags, flagsIn: ({ name }) => (name === 'valkey-9' ? all : flags) }
}

/** Flags of a blocking command, which scripts may not call on Redis 7.0. */
export function noScriptIn70(flags: readonly CommandFlag[]): CommandSpec['flagsIn'] {
  const with70 = flags.flatMap<CommandFlag>((flag) =>
    flag === 'blocking' ? ['noscript', flag] : [flag],
  )
  return (profile) => (profile.name === '7.0' ? with70 : flags)
}

/** These servers do not call the command deprecated: not yet, or no longer. */
export function notDeprecatedIn(...profiles: readonly ProfileName[]): CommandSpec['differsIn'] {
  return ({ name }) =>
    profiles.includes(name) ? { deprecatedSince: undefined, replacedBy: undefined } : undefined
}

/** Valkey 9 took the deprecation of a command back. */
export const notDeprecatedInValkey9: CommandSpec['differsIn'] = notDeprecatedIn('valkey-9')
