/**
 * From a command's argument tree to the method of the direct client that sends it. The encoder and
 * the generator of the types both read this, so that they cannot disagree. The rules, in the words
 * of docs/decisions/0003-direct-client.md:
 *
 * - What is required is a parameter, in order. What is optional is a property of one options object
 *   behind them, named by its word in camelCase, or by its name where it has no word.
 * - What may be repeated is one value or an array; a repeated name and value is a record.
 * - Several words in a row are an object. A choice of words is one of those words in lower case; any
 *   other choice is an object with one property. An optional row or choice that no word introduces
 *   dissolves into the object around it.
 * - Counts are counted.
 */
import type { Arg, Args } from '../../command/args.ts'

export type WordKind = 'word' | 'integer' | 'double'

export type Shape =
  | { readonly kind: 'word'; readonly word: WordKind }
  /** A word that is there or not. */
  | { readonly kind: 'flag' }
  /** One of several words, or (where `word` is set) a value. */
  | { readonly kind: 'choice'; readonly words: readonly string[]; readonly word?: WordKind }
  | { readonly kind: 'object'; readonly slots: readonly Slot[] }
  /** Exactly one of the slots. */
  | { readonly kind: 'union'; readonly slots: readonly Slot[] }
  | { readonly kind: 'pairs'; readonly value: WordKind; readonly isCounted: boolean }
  | {
      readonly kind: 'list'
      readonly item: Shape
      readonly isCounted: boolean
      /** Stands before each item. */
      readonly token?: string
    }

/** A place in a call, filled by a parameter or a property. */
export interface Slot {
  readonly name: string
  /** Stands before the value. */
  readonly token?: string
  readonly isOptional: boolean
  /** A required word: it is always sent, and nobody passes it. */
  readonly isFixed: boolean
  readonly shape: Shape
  readonly arg: Arg
}

export interface Signature {
  /** All places, in the order in which they are sent. */
  readonly slots: readonly Slot[]
  readonly parameters: readonly Slot[]
  readonly options: readonly Slot[]
}

/**
 * The signature of a command. Where servers part and a command has several definitions, the first
 * says what is required, and all say what is optional.
 */
export function signatureOf(args: Args, ...others: readonly Args[]): Signature {
  const slots = slotsOf(args)
  for (const slot of others.flatMap(slotsOf)) {
    if (slot.isOptional && !slots.some((one) => one.name === slot.name)) slots.push(slot)
  }
  return {
    slots,
    parameters: slots.filter((slot) => !slot.isOptional && !slot.isFixed),
    options: slots.filter((slot) => slot.isOptional),
  }
}

/** `georadius_ro` → `georadiusRo`, `config|get` → `configGet`. */
export function methodName(command: string): string {
  return camelCase(command)
}

function camelCase(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+([a-z0-9])/g, (_, letter) => letter.toUpperCase())
}

function slotsOf(args: Args): Slot[] {
  const slots: Slot[] = []
  const entries = Object.entries(args)
  for (let i = 0; i < entries.length; i++) {
    const [name, arg] = entries[i]
    const next = entries[i + 1]
    if (next !== undefined && isCountOf(name, arg, next[1])) {
      slots.push(slotOf(next[0], { ...next[1], optional: arg.optional }, true))
      i++
    } else {
      slots.push(...dissolve(name, arg))
    }
  }
  return slots
}

/** `numfields field [field …]`: whoever passes the fields need not count them. */
function isCountOf(name: string, arg: Arg, next: Arg): boolean {
  return /^num[a-z]/.test(name) && arg.type === 'integer' && next.multiple === true
}

function dissolve(name: string, arg: Arg): Slot[] {
  const isOpen = arg.optional === true && arg.token === undefined && arg.multiple !== true
  if (!isOpen || (arg.type !== 'oneof' && arg.type !== 'block')) return [slotOf(name, arg)]
  return Object.entries(arg.args ?? {}).flatMap(([child, one]) =>
    dissolve(child, { ...one, optional: true }),
  )
}

function slotOf(name: string, arg: Arg, isCounted = false): Slot {
  const isOptional = arg.optional === true
  return {
    name: slotName(name, arg),
    token: arg.multipleToken ? undefined : arg.token,
    isOptional,
    isFixed: arg.type === 'pure-token' && !isOptional,
    shape: arg.multiple === true ? repeated(arg, isCounted) : single(arg),
    arg,
  }
}

/** An option is named by its word, a parameter and what has no word by its name. */
function slotName(name: string, arg: Arg): string {
  const token = arg.token
  return token !== undefined && /^[A-Z][A-Z0-9_-]*$/.test(token)
    ? camelCase(token)
    : camelCaseName(name)
}

function camelCaseName(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function single(arg: Arg): Shape {
  switch (arg.type) {
    case 'pure-token':
      return { kind: 'flag' }
    case 'counted-keys':
      return { kind: 'list', item: { kind: 'word', word: 'word' }, isCounted: true }
    case 'oneof':
      return choice(Object.entries(arg.args ?? {}))
    case 'block': {
      const slots = slotsOf(arg.args ?? {})
      const [only] = slots
      const isAlone = slots.length === 1 && only.token === undefined && !only.isOptional
      return isAlone ? only.shape : { kind: 'object', slots }
    }
    default:
      return { kind: 'word', word: wordKind(arg) }
  }
}

function wordKind(arg: Arg): WordKind {
  switch (arg.type) {
    case 'integer':
    case 'int64':
    case 'unix-time':
      return 'integer'
    case 'double':
      return 'double'
    default:
      return 'word'
  }
}

function isPlain(arg: Arg): boolean {
  const isComposed = ['oneof', 'block', 'counted-keys', 'pure-token'].includes(arg.type)
  return !isComposed && arg.token === undefined && arg.multiple !== true
}

function choice(entries: [string, Arg][]): Shape {
  const children = entries.map(([, child]) => child)
  if (children.every((child) => child.type === 'pure-token' || isPlain(child))) {
    const words = children.flatMap((child) => child.token?.toLowerCase() ?? [])
    const value = children.find(isPlain)
    return value === undefined
      ? { kind: 'choice', words }
      : { kind: 'choice', words, word: wordKind(value) }
  }
  const slots = entries.map(([name, child]) => slotOf(name, { ...child, optional: true }))
  return { kind: 'union', slots }
}

function repeated(arg: Arg, isCounted: boolean): Shape {
  const pair = arg.type === 'block' ? Object.values(arg.args ?? {}) : []
  const isNamed = pair[0]?.type === 'key' || pair[0]?.type === 'string'
  const isPair = pair.length === 2 && pair.every((part) => isPlain(part) && !part.optional)
  if (isNamed && isPair && arg.multipleToken !== true) {
    return { kind: 'pairs', value: wordKind(pair[1]), isCounted }
  }
  const token = arg.multipleToken ? arg.token : undefined
  return { kind: 'list', item: single({ ...arg, multiple: false }), isCounted, token }
}
