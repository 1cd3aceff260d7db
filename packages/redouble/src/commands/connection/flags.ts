import type { CommandFlag, CommandSpec } from '../../command/define.ts'

type Flags = Pick<CommandSpec, 'flags' | 'flagsIn'>

/** Flags to which Valkey 9 adds `allow_busy`. */
export function allowBusyOnValkey9(...flags: CommandFlag[]): Flags {
  const busy: CommandFlag[] = [...flags, 'allow_busy']
  return { flags, flagsIn: ({ name }) => (name === 'valkey-9' ? busy : flags) }
}
