/**
 * The typed arguments of a command. One tree of these gives the parser and its errors, COMMAND
 * DOCS, the key specs, the direct client's types and the oracle's generator.
 */
import type { Int64 } from '../kernel/numbers.ts'
import type { ErrorReply } from '../resp/reply.ts'

export type ArgType =
  | 'key'
  | 'string'
  | 'integer'
  | 'int64'
  | 'double'
  | 'pattern'
  | 'unix-time'
  | 'pure-token'
  | 'oneof'
  | 'block'
  | 'counted-keys'

/** How a command touches a key, in COMMAND's words: `RO access`, `RW insert`, `OW update`, … */
export type KeyAccess = 'RO' | 'RW' | 'OW' | 'RM'
export type KeyFlag =
  | 'access'
  | 'update'
  | 'insert'
  | 'delete'
  | 'not_key'
  | 'incomplete'
  | 'variable_flags'

export interface Arg<T = unknown> {
  readonly type: ArgType
  /** Name in COMMAND DOCS when it is not the property's name in kebab-case. */
  readonly name?: string
  readonly token?: string
  readonly optional?: boolean
  readonly multiple?: boolean
  /** The token stands before each repetition (SORT's GET). */
  readonly multipleToken?: boolean
  readonly access?: readonly (KeyAccess | KeyFlag)[]
  /** Children of oneof and block. */
  readonly args?: Readonly<Record<string, Arg>>
  /** What a value that does not parse is answered with, when not the type's default. */
  readonly error?: ErrorReply
  /** Bounds of an integer, inclusive; outside of them `rangeError` or `error` is answered. */
  readonly min?: number
  readonly max?: number
  readonly rangeError?: ErrorReply
  /** First Redis version that knows it; a profile without it does not parse it. */
  readonly since?: string
  readonly until?: string
  readonly valkeySince?: string
  /** COMMAND DOCS does not tell the `since`. */
  readonly isSinceHidden?: boolean
  /** COMMAND DOCS' `display_text` when it is not the name. */
  readonly display?: string
  /** COMMAND DOCS' `key_spec_index` of what is no plain key (SORT's patterns). */
  readonly keySpec?: number
  readonly deprecatedSince?: string
  /** Never set: carries the parsed type. */
  readonly parsed?: T
}

export type Args = Readonly<Record<string, Arg>>
export type Parsed<A extends Args> = { [K in keyof A]: A[K] extends Arg<infer T> ? T : never }

type Options = Pick<
  Arg,
  | 'name'
  | 'since'
  | 'until'
  | 'valkeySince'
  | 'isSinceHidden'
  | 'display'
  | 'keySpec'
  | 'deprecatedSince'
>
type NumberOptions = Options & Pick<Arg, 'error' | 'min' | 'max' | 'rangeError'>

/** A key, with COMMAND's flags: `key('RW', 'insert')`. */
export function key(...access: (KeyAccess | KeyFlag)[]): Arg<string> {
  return { type: 'key', access }
}

/** `numkeys key [key …]`: a positive count and that many keys. */
export function countedKeys(
  access: readonly (KeyAccess | KeyFlag)[],
  options: Options & Pick<Arg, 'error' | 'min' | 'rangeError'> = {},
): Arg<string[]> {
  return { type: 'counted-keys', access, ...options }
}

/** Any bytes. */
export function bytes(options: Options = {}): Arg<string> {
  return { type: 'string', ...options }
}

/** A glob pattern; parsed like bytes. */
export function pattern(options: Options = {}): Arg<string> {
  return { type: 'pattern', ...options }
}

/**
 * A 64-bit integer handed over as a JS number: exact up to 2^53, rounded beyond, which indexes and
 * counts do not feel. Where the value itself is stored or returned, use `int64`.
 */
export function integer(options: NumberOptions = {}): Arg<number> {
  return { type: 'integer', ...options }
}

/** An exact 64-bit integer. */
export function int64(options: NumberOptions = {}): Arg<Int64> {
  return { type: 'int64', ...options }
}

/** A double, `inf` included, NaN not. */
export function double(options: NumberOptions = {}): Arg<number> {
  return { type: 'double', ...options }
}

/** A Unix time in seconds or milliseconds; exact. */
export function unixTime(options: NumberOptions = {}): Arg<Int64> {
  return { type: 'unix-time', ...options }
}

/** A bare word such as NX. */
export function token(word: string, options: Options = {}): Arg<true> {
  return { type: 'pure-token', token: word, ...options }
}

/** Puts a word before an argument: `option('COUNT', integer())`. */
export function option<T>(word: string, arg: Arg<T>, options: Options = {}): Arg<T> {
  return { ...arg, token: word, ...options }
}

export function optional<T>(arg: Arg<T>): Arg<T | undefined> {
  return { ...arg, optional: true } as Arg<T | undefined>
}

/** One or more (`optional(multiple(…))`: none or more, parsed as an empty array). */
export function multiple<T>(arg: Arg<T>, options: Options = {}): Arg<T[]> {
  return { ...arg, multiple: true, ...options } as unknown as Arg<T[]>
}

/** One or more, each with the token before it. */
export function multipleToken<T>(arg: Arg<T>): Arg<T[]> {
  return { ...arg, multiple: true, multipleToken: true } as unknown as Arg<T[]>
}

/** At most one of several alternatives, each of which begins with its own token. */
export function oneOf<A extends Args>(args: A, options: Options = {}): Arg<Partial<Parsed<A>>> {
  return { type: 'oneof', args, ...options } as Arg<Partial<Parsed<A>>>
}

/** Several arguments in a row. */
export function block<A extends Args>(args: A, options: Options = {}): Arg<Parsed<A>> {
  return { type: 'block', args, ...options } as Arg<Parsed<A>>
}
