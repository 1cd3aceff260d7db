import { parseDouble } from '../kernel/numbers.ts'

/** A value in a filter: `null` is JSON's. */
export type FilterValue = number | string | null | FilterValue[]

/** Thrown inwards only: the text is not what it would have to be. */
const BROKEN = Symbol('broken')

/**
 * The value of a field of an object in JSON, undefined when there is none that a filter can use.
 * The text is read only as far as the field, and as leniently as the servers do: what comes behind
 * may be anything.
 */
export function fieldOf(json: string, name: string): FilterValue | undefined {
  const reader = new Reader(json)
  try {
    return reader.field(name)
  } catch (error) {
    if (error === BROKEN) return undefined
    throw error
  }
}

/** Escapes that stand for another character; behind any other backslash a character is itself. */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  field(name: string): FilterValue | undefined {
    this.#expect('{')
    for (;;) {
      const key = this.#key()
      this.#expect(':')
      if (key === name) return this.#value()
      this.#skip()
      this.#expect(',')
    }
  }

  /** As it is written: escapes in names are not read. */
  #key(): string {
    this.#spaces()
    const start = this.#at + 1
    this.#skipString()
    return this.#text.slice(start, this.#at - 1)
  }

  #value(): FilterValue {
    this.#spaces()
    switch (this.#text[this.#at]) {
      case '"':
        return this.#string()
      case '[':
        return this.#array()
      case 't':
        return this.#word('true', 1)
      case 'f':
        return this.#word('false', 0)
      case 'n':
        return this.#word('null', null)
      default:
        return this.#number()
    }
  }

  #string(): string {
    const start = this.#at + 1
    this.#skipString()
    const raw = this.#text.slice(start, this.#at - 1)
    if (!raw.includes('\\')) return raw
    return raw.replace(/\\([^])/g, (_, char: string) => ESCAPES[char] ?? char)
  }

  #array(): FilterValue[] {
    this.#at++
    const items: FilterValue[] = []
    this.#spaces()
    if (this.#text[this.#at] === ']') {
      this.#at++
      return items
    }
    for (;;) {
      items.push(this.#value())
      this.#spaces()
      const next = this.#text[this.#at++]
      if (next === ']') return items
      if (next !== ',') throw BROKEN
    }
  }

  #word<T>(word: string, value: T): T {
    const end = this.#at + word.length
    if (this.#text.slice(this.#at, end) !== word) throw BROKEN
    const next = this.#text[end]
    if (next !== undefined && !/[\s,\]}]/.test(next)) throw BROKEN
    this.#at = end
    return value
  }

  #number(): number {
    const start = this.#at
    if (!/[-+\d]/.test(this.#text[start] ?? '')) throw BROKEN
    this.#skipNumber()
    return strtod(this.#text.slice(start, this.#at)) ?? broken()
  }

  /** Passes a value over, without a look into it. */
  #skip(): void {
    this.#spaces()
    const char = this.#text[this.#at]
    if (char === '"') this.#skipString()
    else if (char === '{' || char === '[') this.#skipNested(char, char === '{' ? '}' : ']')
    else if (char === 't') this.#word('true', 1)
    else if (char === 'f') this.#word('false', 0)
    else if (char === 'n') this.#word('null', null)
    else this.#skipNumber()
  }

  #skipNumber(): void {
    const start = this.#at
    while (/[-+.\deE]/.test(this.#text[this.#at] ?? '')) this.#at++
    if (this.#at === start) throw BROKEN
  }

  #skipString(): void {
    if (this.#text[this.#at] !== '"') throw BROKEN
    for (this.#at++; this.#text[this.#at] !== '"'; this.#at++) {
      if (this.#text[this.#at] === '\\') this.#at++
      if (this.#at >= this.#text.length) throw BROKEN
    }
    this.#at++
  }

  /** Only brackets of the kind that it began with count. */
  #skipNested(open: string, close: string): void {
    let depth = 0
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]
      if (char === '"') {
        this.#skipString()
        continue
      }
      this.#at++
      if (char === open) depth++
      else if (char === close && --depth === 0) return
    }
    throw BROKEN
  }

  #expect(char: string): void {
    this.#spaces()
    if (this.#text[this.#at++] !== char) throw BROKEN
  }

  #spaces(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at++
  }
}

function broken(): never {
  throw BROKEN
}

export function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 9 && code <= 13)
}

/** C's strtod over the whole text, spaces before it apart; null when it is no number. */
export function strtod(text: string): number | null {
  let start = 0
  while (isSpace(text.charCodeAt(start))) start++
  const number = text.slice(start)
  const value = parseDouble(number)
  if (value !== null) return value
  if (/^[+-]?\d+\.?\d*(?:e[+-]?\d+)?$/i.test(number)) return Number(number)
  return /^[+-]?nan$/i.test(number) ? Number.NaN : null
}
