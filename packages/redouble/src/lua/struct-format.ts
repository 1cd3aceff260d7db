import type { LuaMachine } from './lua-machine.ts'

const MAX_INTEGER_SIZE = 32
const MAX_ALIGN = 8
const INT_MAX = 2147483647
const SIZES: Record<string, number> = {
  B: 1,
  b: 1,
  H: 2,
  h: 2,
  L: 8,
  l: 8,
  T: 8,
  f: 4,
  d: 8,
  x: 1,
}

/** A format string of the `struct` library, read one option at a time. */
export class StructFormat {
  readonly #lua: LuaMachine
  readonly #L: number
  readonly #text: string
  #at = 0
  #align = 1
  little = true
  option = ''
  size = 0

  constructor(lua: LuaMachine, L: number) {
    this.#lua = lua
    this.#L = L
    lua.x.luaL_checklstring(L, 1, lua.lengthAt)
    // A C string: a zero byte ends the format.
    const text = lua.toString(L, 1)
    const end = text.indexOf('\0')
    this.#text = end < 0 ? text : text.slice(0, end)
  }

  next(): boolean {
    if (this.#at >= this.#text.length) return false
    this.option = this.#text.charAt(this.#at++)
    this.size = this.#optionSize()
    return true
  }

  #optionSize(): number {
    if (this.option === 'c') return this.#integer(1)
    if (this.option !== 'i' && this.option !== 'I') return SIZES[this.option] ?? 0
    const size = this.#integer(4)
    if (size <= MAX_INTEGER_SIZE) return size
    const text = `integral size ${size} is larger than limit of ${MAX_INTEGER_SIZE}`
    return this.#lua.raise(this.#L, text)
  }

  #integer(absent: number): number {
    const digits = /^\d+/.exec(this.#text.slice(this.#at, this.#at + 400))?.[0]
    if (digits === undefined) return absent
    this.#at += digits.length
    const value = Number(digits)
    return value <= INT_MAX ? value : this.#lua.raise(this.#L, 'integral size overflow')
  }

  /** Bytes of padding in front of the option at this position. */
  padding(position: number): number {
    if (this.size === 0 || this.option === 'c') return 0
    const align = Math.min(this.size, this.#align)
    return (align - (position & (align - 1))) & (align - 1)
  }

  /** An option that is no value: byte order, alignment, a space; anything else is invalid. */
  control(): void {
    const { option } = this
    if (option === ' ') return
    if (option === '>') this.little = false
    else if (option === '<') this.little = true
    else if (option === '!') {
      const align = this.#integer(MAX_ALIGN)
      if (align <= 0 || (align & (align - 1)) !== 0) {
        this.#lua.raise(this.#L, `alignment ${align} is not a power of 2`)
      }
      this.#align = align
    } else this.#lua.argumentError(this.#L, 1, `invalid format option '${option}'`)
  }
}
