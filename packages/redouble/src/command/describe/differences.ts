import type { CommandSpec, MetadataDifference } from '../define.ts'

/** What COMMAND says on Redis 7.0 only: `differsIn: in70({ tips: [] })`. */
export function in70(difference: MetadataDifference): CommandSpec['differsIn'] {
  return (profile) => (profile.name === '7.0' ? difference : undefined)
}

/** What COMMAND says on Valkey only. */
export function inValkey(difference: MetadataDifference): CommandSpec['differsIn'] {
  return (profile) => (profile.flavour === 'valkey' ? difference : undefined)
}
