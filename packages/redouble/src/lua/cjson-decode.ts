import type { CjsonConfig, FindConfig } from './cjson-config.ts'
import type { HostFunction } from './trampolines.ts'
import type { LuaMachine } from './lua-machine.ts'

/** What C's strtod reads from a place in a text. */
const STRTOD =
  /[+-]?(?:0x(?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(?:p[+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)/iy
/** Numbers that JSON does not have: hex, leading zeros, infinity, NaN. */
const NOT_JSON = /[+-]?(?:0[x0-9]|inf|nan)/iy

const PUNCTUATION: Record<number, string> = {
  0x7b: 'T_OBJ_BEGIN',
  0x7d: 'T_OBJ_END',
  0x5b: 'T_ARR_BEGIN',
  0x5d: 'T_ARR_END',
  0x2c: 'T_COMMA',
  0x3a: 'T_COLON',
}
const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** `cjson.decode`: pushes the value as it reads, so no tree is built on the way. */
export function cjsonDecode(lua: LuaMachine, find: FindConfig): HostFunction {
  const { x } = lua
  return (L) => {
    if (x.lua_gettop(L) !== 1) lua.argumentError(L, 1, 'expected 1 argument')
    x.luaL_checklstring(L, 1, lua.lengthAt)
    const text = lua.toString(L, 1)
    if (text.length >= 2 && (text.charCodeAt(0) === 0 || text.charCodeAt(1) === 0)) {
      lua.raise(L, 'JSON parser does not support UTF-16 or UTF-32')
    }
    const reader = new JsonReader(lua, L, text, find(L))
    reader.value(reader.next())
    if (reader.next() !== 'T_END') reader.fail('the end')
    return 1
  }
}

class JsonReader {
  readonly #lua: LuaMachine
  readonly #L: number
  readonly #text: string
  readonly #config: CjsonConfig
  #at = 0
  #depth = 0
  /** The token last read, where it starts, and what it holds. */
  #token = ''
  #start = 0
  #string = ''
  #number = 0

  constructor(lua: LuaMachine, L: number, text: string, config: CjsonConfig) {
    this.#lua = lua
    this.#L = L
    this.#text = text
    this.#config = config
  }

  fail(expected: string): never {
    const found = `Expected ${expected} but found ${this.#token} at character ${this.#start + 1}`
    return this.#lua.raise(this.#L, found)
  }

  value(token: string): void {
    const { x } = this.#lua
    if (token === 'T_STRING') this.#lua.pushString(this.#L, this.#string)
    else if (token === 'T_NUMBER') x.lua_pushnumber(this.#L, this.#number)
    else if (token === 'T_BOOLEAN') x.lua_pushboolean(this.#L, this.#number)
    else if (token === 'T_OBJ_BEGIN') this.#object()
    else if (token === 'T_ARR_BEGIN') this.#array()
    else if (token === 'T_NULL') x.lua_pushlightuserdata(this.#L, 0)
    else this.fail('value')
  }

  #descend(): void {
    this.#depth++
    const { x } = this.#lua
    if (this.#depth <= this.#config.decodeMaxDepth && x.lua_checkstack(this.#L, 3) !== 0) return
    const text = `Found too many nested data structures (${this.#depth}) at character ${this.#at}`
    this.#lua.raise(this.#L, text)
  }

  #object(): void {
    const { x } = this.#lua
    this.#descend()
    x.lua_createtable(this.#L, 0, 0)
    let token = this.next()
    while (token !== 'T_OBJ_END') {
      if (token !== 'T_STRING') this.fail('object key string')
      this.#lua.pushString(this.#L, this.#string)
      if (this.next() !== 'T_COLON') this.fail('colon')
      this.value(this.next())
      x.lua_rawset(this.#L, -3)
      token = this.next()
      if (token === 'T_OBJ_END') break
      if (token !== 'T_COMMA') this.fail('comma or object end')
      // `{"a":1,}` must not pass for the end of an empty object.
      token = this.next()
      if (token !== 'T_STRING') this.fail('object key string')
    }
    this.#depth--
  }

  #array(): void {
    const { x } = this.#lua
    this.#descend()
    x.lua_createtable(this.#L, 0, 0)
    let token = this.next()
    for (let i = 1; token !== 'T_ARR_END'; i++) {
      this.value(token)
      x.lua_rawseti(this.#L, -2, i)
      token = this.next()
      if (token === 'T_ARR_END') break
      if (token !== 'T_COMMA') this.fail('comma or array end')
      token = this.next()
      if (token === 'T_ARR_END') this.fail('value')
    }
    this.#depth--
  }

  next(): string {
    this.#token = this.#read()
    return this.#token
  }

  #read(): string {
    const text = this.#text
    let code = text.charCodeAt(this.#at)
    while (code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b && code !== 0x0c)) {
      code = text.charCodeAt(++this.#at)
    }
    this.#start = this.#at
    // The parser takes NUL for the end, wherever it is.
    if (this.#at >= text.length || code === 0) return 'T_END'
    if (code === 0x22) return this.#readString()
    const punctuation = PUNCTUATION[code]
    if (punctuation !== undefined) {
      this.#at++
      return punctuation
    }
    if (code === 0x2d || code === 0x2b || (code >= 0x30 && code <= 0x39)) {
      if (!this.#config.decodeInvalid && this.#notJson()) return 'invalid number'
      return this.#readNumber()
    }
    if (text.startsWith('true', this.#at)) return this.#word('T_BOOLEAN', 4, 1)
    if (text.startsWith('false', this.#at)) return this.#word('T_BOOLEAN', 5, 0)
    if (text.startsWith('null', this.#at)) return this.#word('T_NULL', 4, 0)
    const named = code === 0x69 || code === 0x49 || code === 0x6e || code === 0x4e
    if (named && this.#config.decodeInvalid && this.#notJson()) return this.#readNumber()
    return 'invalid token'
  }

  #word(token: string, length: number, value: number): string {
    this.#at += length
    this.#number = value
    return token
  }

  #notJson(): boolean {
    NOT_JSON.lastIndex = this.#at
    return NOT_JSON.test(this.#text)
  }

  #readNumber(): string {
    STRTOD.lastIndex = this.#at
    const found = STRTOD.exec(this.#text)?.[0]
    if (found === undefined) return 'invalid number'
    this.#at += found.length
    this.#number = strtod(found)
    return 'T_NUMBER'
  }

  #readString(): string {
    const text = this.#text
    let out = ''
    let from = this.#at + 1
    for (let at = from; ; at++) {
      const code = text.charCodeAt(at)
      if (code === 0x22) {
        this.#string = out + text.slice(from, at)
        this.#at = at + 1
        return 'T_STRING'
      }
      if (at >= text.length || code === 0) {
        this.#start = at
        return 'unexpected end of string'
      }
      if (code !== 0x5c) continue
      out += text.slice(from, at)
      this.#start = at
      const letter = text.charAt(at + 1)
      if (letter === 'u') {
        const [bytes, length] = unicodeEscape(text, at)
        if (length === 0) return 'invalid unicode escape code'
        out += bytes
        at += length - 1
      } else {
        const char = ESCAPES[letter]
        if (char === undefined) return 'invalid escape code'
        out += char
        at++
      }
      from = at + 1
    }
  }
}

function strtod(text: string): number {
  const plain = Number(text)
  if (!Number.isNaN(plain)) return plain
  const sign = text.startsWith('-') ? -1 : 1
  const body = text.replace(/^[+-]/, '').toLowerCase()
  if (body.startsWith('inf')) return sign * Infinity
  if (body.startsWith('nan')) return NaN
  const [digits = '', power = '0'] = body.slice(2).split('p')
  const [whole = '', fraction = ''] = digits.split('.')
  const mantissa = Number(BigInt(`0x0${whole}${fraction}`))
  return sign * mantissa * 2 ** (Number(power) - 4 * fraction.length)
}

/** `\uXXXX` or a pair of surrogates as UTF-8 bytes, with the length of the escape; 0 is invalid. */
function unicodeEscape(text: string, at: number): [string, number] {
  const first = hex4(text, at + 2)
  if (first < 0) return ['', 0]
  if ((first & 0xf800) !== 0xd800) return [utf8(first), 6]
  if ((first & 0x400) !== 0 || !text.startsWith('\\u', at + 6)) return ['', 0]
  const second = hex4(text, at + 8)
  if (second < 0 || (second & 0xfc00) !== 0xdc00) return ['', 0]
  return [utf8(0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff)), 12]
}

function hex4(text: string, at: number): number {
  const digits = text.slice(at, at + 4)
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1
}

function utf8(code: number): string {
  return Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1')
}
