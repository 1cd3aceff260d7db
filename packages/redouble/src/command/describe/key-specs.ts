import type { Arg, Args } from '../args.ts'
import { minimumWords } from '../parse-args.ts'
import type { Command, KeySpec } from '../define.ts'

/** Key specs, and which of them each key argument belongs to. */
export interface DerivedKeySpecs {
  readonly specs: readonly KeySpec[]
  readonly indexOf: ReadonlyMap<Arg, number>
}

const derivedByArgs = new WeakMap<Args, DerivedKeySpecs>()

/** The key specs of a command: its own, or what its arguments give. */
export function keySpecsOf(command: Command): readonly KeySpec[] {
  return command.keySpecs ?? deriveKeySpecs(command).specs
}

/** Where the keys of a command are, from its arguments. */
export function deriveKeySpecs(command: Command): DerivedKeySpecs {
  let derived = derivedByArgs.get(command.args)
  if (derived === undefined) {
    derived = new KeySpecDerivation(command.name.includes('|') ? 2 : 1).of(command.args)
    derivedByArgs.set(command.args, derived)
  }
  return derived
}

const ONE_KEY = { lastKey: 0, step: 1, limit: 0 }
const COUNTED_KEYS = { keyNumIndex: 0, firstKey: 1, step: 1 }

class KeySpecDerivation {
  readonly #specs: KeySpec[] = []
  readonly #indexOf = new Map<Arg, number>()
  /** Place of the next argument in argv. Past something of variable length it no longer grows. */
  #position: number
  #isPositionKnown = true

  constructor(words: number) {
    this.#position = words
  }

  of(args: Args): DerivedKeySpecs {
    const list = Object.values(args)
    list.forEach((arg, i) => this.#visit(arg, minimumWords(list.slice(i + 1))))
    return { specs: this.#specs, indexOf: this.#indexOf }
  }

  #visit(arg: Arg, wordsAfter: number): void {
    if (arg.type === 'key' || arg.type === 'counted-keys') this.#key(arg, wordsAfter)
    else if (arg.type === 'block' && arg.args !== undefined) this.#block(arg, arg.args, wordsAfter)
    else if (arg.type === 'oneof') this.#alternatives(arg)
    if (arg.optional || arg.multiple || arg.type === 'counted-keys') this.#isPositionKnown = false
    else if (this.#isPositionKnown) this.#position += minimumWords([arg])
  }

  /** All of them begin at the same place. */
  #alternatives(arg: Arg): void {
    const [position, isKnown] = [this.#position, this.#isPositionKnown]
    for (const child of Object.values(arg.args ?? {})) {
      if (hasKey(child)) this.#visit(child, 0)
      this.#position = position
      this.#isPositionKnown = isKnown
    }
  }

  #key(arg: Arg, wordsAfter: number): void {
    const begin = this.#begin(arg)
    const range = { lastKey: -1 - wordsAfter, step: 1, limit: 0 }
    const find =
      arg.type === 'counted-keys' ? COUNTED_KEYS : arg.multiple === true ? range : ONE_KEY
    this.#add(arg, { flags: arg.access ?? [], begin, find })
  }

  #block(arg: Arg, args: Args, wordsAfter: number): void {
    const children = Object.values(args)
    const key = children.find((child) => child.type === 'key')
    if (key === undefined) return
    const flags = key.access ?? []
    const begin = this.#begin(arg)
    if (arg.multiple) {
      const step = minimumWords(children)
      this.#add(key, { flags, begin, find: { lastKey: -1 - wordsAfter, step, limit: 0 } })
    } else if (key.multiple) {
      // Keys and as many other words after them (STREAMS key key id id): the first half are keys.
      this.#add(key, { flags, begin, find: { lastKey: -1, step: 1, limit: children.length } })
    } else this.#add(key, { flags, begin, find: ONE_KEY })
  }

  #begin(arg: Arg): KeySpec['begin'] {
    const keyword = arg.token
    return keyword === undefined
      ? { index: this.#position }
      : { keyword, startFrom: this.#position }
  }

  #add(arg: Arg, spec: KeySpec): void {
    const previous = this.#specs.at(-1)
    const joined = previous === undefined ? undefined : join(previous, spec)
    if (joined === undefined) this.#specs.push(spec)
    else this.#specs[this.#specs.length - 1] = joined
    this.#indexOf.set(arg, this.#specs.length - 1)
  }
}

function hasKey(arg: Arg): boolean {
  return arg.type === 'key' || Object.values(arg.args ?? {}).some(hasKey)
}

/** Two keys beside each other that are used in the same way are one range (LCS key1 key2). */
function join(a: KeySpec, b: KeySpec): KeySpec | undefined {
  if (a.flags.join() !== b.flags.join()) return undefined
  if (a.begin === 'unknown' || b.begin === 'unknown') return undefined
  if (!('index' in a.begin && 'index' in b.begin)) return undefined
  if (a.find === 'unknown' || !('lastKey' in a.find) || a.find.lastKey < 0) return undefined
  if (b.find !== ONE_KEY || b.begin.index !== a.begin.index + a.find.lastKey + 1) return undefined
  return { ...a, find: { ...a.find, lastKey: a.find.lastKey + 1 } }
}
