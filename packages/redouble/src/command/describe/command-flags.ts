import type { Command } from '../define.ts'
import type { Profile } from '../profile.ts'
import { keySpecsOf } from './key-specs.ts'

/** COMMAND INFO's flags in the servers' order. What a definition has beyond these is ours alone. */
const FLAG_ORDER = [
  'write',
  'readonly',
  'denyoom',
  'admin',
  'pubsub',
  'noscript',
  'blocking',
  'loading',
  'stale',
  'skip_monitor',
  'skip_slowlog',
  'asking',
  'module',
  'fast',
  'no_auth',
  'no_async_loading',
  'no_multi',
  'allow_busy',
  'no_mandatory_keys',
  'movablekeys',
] as const

/** The flags of a command as COMMAND INFO lists them; `movablekeys` is derived. */
export function flagsOf(command: Command, profile: Profile): string[] {
  const own = new Set<string>(command.flags)
  if (command.module !== undefined) own.add('module')
  if (legacyKeyRange(command).isPartial) own.add('movablekeys')
  const flags = FLAG_ORDER.filter((flag) => own.has(flag))
  if (profile.flavour === 'redis') return flags
  // Valkey renamed the slow log.
  return flags.map((flag) => (flag === 'skip_slowlog' ? 'skip_commandlog' : flag))
}

/** First, last and step of the keys, from before there were key specs. */
export interface LegacyKeyRange {
  readonly first: number
  readonly last: number
  readonly step: number
  /** It does not say where all keys are: clients have to ask COMMAND GETKEYS. */
  readonly isPartial: boolean
}

const NO_KEYS: LegacyKeyRange = { first: 0, last: 0, step: 0, isPartial: false }

/**
 * Joins the key specs into one range: a single index-and-range spec as it is, and of several those
 * that lie beside each other with step 1. The rest makes the range partial.
 */
export function legacyKeyRange(command: Command): LegacyKeyRange {
  const specs = keySpecsOf(command)
  if (specs.length === 0) return NO_KEYS
  let first = 0
  let last = 0
  let step = 0
  let isPartial = false
  for (const { begin, find, flags } of specs) {
    if (flags.includes('incomplete')) isPartial = true
    const hasPlace = begin !== 'unknown' && 'index' in begin
    if (!hasPlace || find === 'unknown' || !('lastKey' in find) || find.limit !== 0) {
      isPartial = true
      continue
    }
    const end = find.lastKey < 0 ? find.lastKey : begin.index + find.lastKey
    if (specs.length > 1) {
      const isBeside = first === 0 || (last >= 0 && last === begin.index - 1)
      if (find.step !== 1 || !isBeside) {
        isPartial = true
        continue
      }
    }
    if (first === 0) first = begin.index
    last = end
    step = find.step
  }
  return { first, last, step, isPartial }
}
