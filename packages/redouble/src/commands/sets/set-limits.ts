import type { Context } from '../../command/context.ts'
import type { SetLimits } from '../../data/set-value.ts'

/** The thresholds of a set's encodings, as configured. */
export function setLimits({ config, profile }: Context): SetLimits {
  return {
    maxIntsetEntries: config.setMaxIntsetEntries,
    maxListpackEntries: profile.quirks.setsWithoutListpack ? -1 : config.setMaxListpackEntries,
    maxListpackValue: config.setMaxListpackValue,
  }
}
