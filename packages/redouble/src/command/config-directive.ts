import { cString, lowerAscii } from '../kernel/bytes.ts'
import { INT64_MAX, parseInt64, UINT64_MAX } from '../kernel/numbers.ts'
import type { Config } from './config.ts'
import {
  NOT_A_CONFIG_INTEGER,
  NOT_AT_LEAST_ZERO,
  NOT_MEMORY,
  NOT_YES_OR_NO,
  notOneOf,
  outsideBounds,
} from './errors/config.ts'
import type { Availability, Profile } from './profile.ts'

/** What a directive may look at while it reads a value. */
export interface DirectiveContext {
  readonly profile: Profile
  readonly config: Config
}

/** How CONFIG knows one setting: its names, how a value is read, and where it goes. */
export interface Directive extends Availability {
  readonly name: string
  /** A second name for the same setting, which CONFIG GET shows as if it were another one. */
  readonly alias?: string
  /** First version that has the alias, when it came later. */
  readonly aliasSince?: string
  /** The value before anything was set, as CONFIG GET shows it. */
  readonly initial: string
  readonly initialOnValkey?: string
  /** Takes several words: a list in CONFIG SET, several arguments in a file. */
  readonly isList?: boolean
  readonly isImmutable?: boolean
  /** Refused by CONFIG SET while enable-protected-configs is off. */
  readonly isProtected?: boolean
  /** A C size: some servers see what is past 63 bits, or below 0, as negative. */
  readonly isUnsigned?: boolean
  /** CONFIG GET shows it by its name only, not to a pattern. */
  readonly isHidden?: boolean
  /** The field of Config behind it, or how to read and write what is behind it. */
  readonly field?: NumberField | BooleanField | StringField
  readonly show?: (config: Config) => string
  readonly apply?: (config: Config, value: string) => void
  /** Reads words into the text that CONFIG GET will show; throws a ConfigRefusal. */
  readonly read: (words: readonly string[], context: DirectiveContext) => string
}

type FieldOf<T> = {
  [K in keyof Config]: Config[K] extends T ? (T extends Config[K] ? K : never) : never
}[keyof Config]
type NumberField = FieldOf<number>
type BooleanField = FieldOf<boolean>
type StringField = FieldOf<string> | 'enableDebugCommand'

type Options = Partial<Omit<Directive, 'name' | 'initial' | 'read'>>
/** Every directive that has no `since` is older than the oldest profile. */
const ANCIENT = '1.0.0'

export const INT_MAX: bigint = 2n ** 31n - 1n
export const UINT_MAX: bigint = 2n ** 32n - 1n
export const LONG_MAX: bigint = INT64_MAX
export const ULONG_MAX: bigint = UINT64_MAX

export function directive(
  name: string,
  initial: string,
  read: Directive['read'],
  options: Options = {},
): Directive {
  return { since: ANCIENT, ...options, name, initial, read }
}

export function yesNo(name: string, initial: 'yes' | 'no', options: Options = {}): Directive {
  return directive(name, initial, readYesNo, options)
}

export function readYesNo([word]: readonly string[]): string {
  const lower = lowerAscii(cString(word))
  if (lower !== 'yes' && lower !== 'no') throw NOT_YES_OR_NO
  return lower
}

export function text(name: string, initial = '', options: Options = {}): Directive {
  return directive(name, initial, ([word]) => cString(word), options)
}

/** A text that may hold zeros, where others end. */
export function binaryText(name: string, initial = '', options: Options = {}): Directive {
  return directive(name, initial, ([word]) => word, options)
}

type Bounds = readonly [min: number, max: bigint | number]

export function int(
  name: string,
  initial: number,
  bounds: Bounds,
  options: Options = {},
): Directive {
  const range = rangeOf(bounds, options)
  const read: Directive['read'] = ([word], { profile }) => {
    const value = parseInt64(word)
    if (value === null) throw NOT_A_CONFIG_INTEGER
    return within(BigInt(value), range, profile)
  }
  return directive(name, String(initial), read, options)
}

interface Range {
  readonly min: bigint
  readonly max: bigint
  readonly isUnsigned: boolean
}

function rangeOf([min, max]: Bounds, { isUnsigned = false }: Options): Range {
  return { min: BigInt(min), max: BigInt(max), isUnsigned }
}

function within(value: bigint, { min, max, isUnsigned }: Range, { quirks }: Profile): string {
  const isNegative = value < 0n || value > LONG_MAX
  if (isUnsigned && isNegative && quirks.sizesSayAtLeastZero) throw NOT_AT_LEAST_ZERO
  if (value < min || value > max) throw outsideBounds(min, max)
  return String(value)
}

export function readInt(word: string, min: bigint, max: bigint): string {
  const value = parseInt64(word)
  if (value === null) throw NOT_A_CONFIG_INTEGER
  if (value < min || value > max) throw outsideBounds(min, max)
  return String(value)
}

export function memory(
  name: string,
  initial: number,
  bounds: Bounds,
  options: Options = {},
): Directive {
  const range = rangeOf(bounds, options)
  const read: Directive['read'] = ([word], { profile }) => {
    const bytes = parseMemory(word, profile.quirks.refusesMemoryOverflow)
    if (bytes === null) throw NOT_MEMORY
    return within(bytes, range, profile)
  }
  return directive(name, String(initial), read, options)
}

const UNITS: Readonly<Record<string, bigint>> = {
  '': 1n,
  b: 1n,
  k: 1000n,
  kb: 1024n,
  m: 1000n ** 2n,
  mb: 1024n ** 2n,
  g: 1000n ** 3n,
  gb: 1024n ** 3n,
}

/** A number of bytes with an optional unit. Too many digits saturate, and the product wraps, in C. */
export function parseMemory(word: string, refusesOverflow = false): bigint | null {
  const match = /^(\d*)([a-z]*)$/i.exec(cString(word))
  const unit = match === null ? undefined : UNITS[match[2].toLowerCase()]
  if (match === null || unit === undefined) return null
  const digits = BigInt(match[1] === '' ? '0' : match[1])
  if (refusesOverflow && digits > ULONG_MAX) return null
  return BigInt.asUintN(64, (digits > ULONG_MAX ? ULONG_MAX : digits) * unit)
}

export function choice(
  name: string,
  initial: string,
  choices: readonly string[],
  options: Options = {},
): Directive {
  return directive(name, initial, ([word]) => readChoice(word, choices), options)
}

export function readChoice(word: string, choices: readonly string[]): string {
  const lower = lowerAscii(cString(word))
  const found = choices.find((one) => lowerAscii(one) === lower)
  if (found === undefined) throw notOneOf(choices)
  return found
}

/** The value of a directive as CONFIG GET shows it. */
export function shownValue(one: Directive, config: Config, profile: Profile): string {
  if (one.show !== undefined) return one.show(config)
  const stored = config.stored.get(one.name)
  if (one.field === undefined) return stored ?? initialIn(one, profile)
  const value = config[one.field]
  // Past 2^53 a field is rounded; the text that was set is not.
  if (typeof value === 'number' && stored !== undefined && Number(stored) === value) return stored
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}

export function initialIn(one: Directive, profile: Profile): string {
  return (profile.flavour === 'valkey' ? one.initialOnValkey : undefined) ?? one.initial
}

/** Puts a value that `read` has returned where it belongs, and tells who wants to know. */
export function storeValue(one: Directive, config: Config, value: string): void {
  if (one.apply !== undefined) one.apply(config, value)
  else config.stored.set(one.name, value)
  if (one.field !== undefined) {
    const kind = typeof config[one.field]
    const typed = kind === 'number' ? Number(value) : kind === 'boolean' ? value === 'yes' : value
    ;(config as unknown as Record<string, unknown>)[one.field] = typed
  }
  for (const watcher of config.watchers) watcher(one.name)
}
