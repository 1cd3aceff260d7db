import type { Context } from './context.ts'

/**
 * The keys that a blocking command looks at, in order: all that it names. When Redis 7.0 wakes a
 * client it looks at nothing but the key that became ready.
 */
export function candidateKeys(context: Context, keys: readonly string[]): readonly string[] {
  if (!context.isRetry || !context.profile.quirks.wakesForReadyKeyOnly) return keys
  return [context.readyKey]
}
