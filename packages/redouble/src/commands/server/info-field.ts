import type { Context } from '../../command/context.ts'
import { type Availability, isAvailable } from '../../command/profile.ts'

/** `name:value`, and which servers show it. */
export type InfoField = readonly [name: string, value: string | number, where?: Availability]

/** A section of INFO. */
export interface InfoSection {
  readonly title: string
  /** What INFO calls it by, when not its title. */
  readonly name?: string
  readonly where?: Availability
  /** Shown by INFO without arguments. */
  readonly isDefault: boolean
  /** Shown only when asked for by its name, not by `everything`. */
  readonly isHidden?: boolean
  readonly fields: (context: Context) => readonly InfoField[]
}

/** Where fields that came after 7.0 are shown. */
export const FROM_7_2: Availability = { since: '7.2.0' }
export const FROM_7_4: Availability = { since: '7.4.0', valkeySince: '8.0.0' }
export const REDIS_7_4: Availability = { since: '7.4.0', valkeySince: 'never' }
export const REDIS_8_0: Availability = { since: '8.0.0', valkeySince: 'never' }
export const REDIS_8_2: Availability = { since: '8.2.0', valkeySince: 'never' }
export const REDIS_ONLY: Availability = { since: '1.0.0', valkeySince: 'never' }
export const VALKEY_ONLY: Availability = { since: 'never', valkeySince: '8.0.0' }
export const VALKEY_9: Availability = { since: 'never', valkeySince: '9.0.0' }
export const PREFETCHES: Availability = { since: '8.2.0', valkeySince: '8.0.0' }

/** The lines of a section, the heading included. */
export function sectionText(section: InfoSection, context: Context): string {
  let text = `# ${section.title}\r\n`
  for (const [name, value, where] of section.fields(context)) {
    if (where !== undefined && !isAvailable(where, context.profile)) continue
    text += `${name}:${value}\r\n`
  }
  return text
}

/** Fields that the double has nothing to say about are 0, as on a server without the feature. */
export function zeros(names: readonly string[], where?: Availability): InfoField[] {
  return names.map((name) => (where === undefined ? [name, 0] : [name, 0, where]))
}

/** `1.50M`, as Redis shortens bytes. */
export function humanBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`
  const units = ['K', 'M', 'G', 'T', 'P']
  let value = bytes / 1024
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value.toFixed(2)}${units[unit]}`
}
