import type { LuaMachine } from './lua-machine.ts'
import { FUNCTION, NIL } from './lua-machine.ts'
import { Call, CALL_BYTES, Closure, Thread, VALUE_BYTES, VALUE_TYPE } from './thread-layout.ts'

/** The C functions in which a script can be left, because `Continuer` knows how they go on. */
export type Boundary = 'pcall' | 'xpcall' | 'resume' | 'wrap'

const Op = {
  setGlobal: 7,
  setTable: 9,
  concat: 21,
  equal: 23,
  less: 24,
  lessOrEqual: 25,
} as const
const CALL_OP = 28
const TAIL_CALL_OP = 29
const FOR_IN_OP = 33
/** Operands from here on are constants. */
const CONSTANT = 256
const ALL_RESULTS = 0xffffffff
const JUMP_BIAS = 131_071
const PROTO_CONSTANTS = 8

/** Reads and changes the calls in progress of Lua's threads, where Lua keeps them. */
export class Frames {
  readonly #lua: LuaMachine

  readonly #boundaries: ReadonlyMap<number, Boundary>

  constructor(lua: LuaMachine, boundaries: ReadonlyMap<number, Boundary>) {
    this.#lua = lua
    this.#boundaries = boundaries
  }

  word(at: number): number {
    return this.#lua.u32[at >> 2]
  }

  setWord(at: number, value: number): void {
    this.#lua.u32[at >> 2] = value
  }

  setShort(at: number, value: number): void {
    this.#lua.bytes.writeUInt16LE(value, at)
  }

  setByte(at: number, value: number): void {
    this.#lua.bytes[at] = value
  }

  /** The closure that a call runs; 0 for the bottom of a thread. */
  closureOf(call: number): number {
    const func = this.word(call + Call.func)
    return this.word(func + VALUE_TYPE) === FUNCTION ? this.word(func) : 0
  }

  isLua(call: number): boolean {
    const closure = this.closureOf(call)
    return closure !== 0 && this.#lua.bytes[closure + Closure.isC] === 0
  }

  /** Which of the C functions that can be left a call runs; not for calls of Lua functions. */
  boundaryAt(call: number): Boundary | undefined {
    const closure = this.closureOf(call)
    return closure === 0 ? undefined : this.#boundaries.get(this.word(closure + Closure.cFunction))
  }

  /** The instruction that a Lua call is at, while what it called runs. */
  instructionOf(call: number): number {
    return this.word(this.word(call + Call.savedPc) - 4)
  }

  /** The call waits for one that it made in plain sight, not for a metamethod or an iterator. */
  isAtCall(call: number): boolean {
    const op = this.instructionOf(call) & 63
    return op === CALL_OP || op === TAIL_CALL_OP
  }

  /** What `finishInstruction` cannot finish: how far a chain of `..` has come is not recorded. */
  isUnfinishable(call: number): boolean {
    const instruction = this.instructionOf(call)
    return (instruction & 63) === Op.concat && argB(instruction) + 1 !== argC(instruction)
  }

  copyValue(to: number, from: number): void {
    this.#lua.bytes.copyWithin(to, from, from + VALUE_BYTES)
  }

  /** Ends the call of a C function that leaves `count` results on top, as `luaD_poscall` does. */
  endCFunction(T: number, count: number): void {
    const call = this.word(T + Thread.call)
    const caller = call - CALL_BYTES
    const wanted = this.word(call + Call.results)
    let to = this.word(call + Call.func)
    let from = this.word(T + Thread.top) - count * VALUE_BYTES
    let left = wanted === ALL_RESULTS ? count : wanted
    for (; left > 0 && count > 0; left--, count--) {
      this.copyValue(to, from)
      to += VALUE_BYTES
      from += VALUE_BYTES
    }
    for (; left > 0; left--) {
      this.setWord(to + VALUE_TYPE, NIL)
      to += VALUE_BYTES
    }
    this.setWord(T + Thread.call, caller)
    this.setWord(T + Thread.base, this.word(caller + Call.base))
    this.setWord(T + Thread.savedPc, this.word(caller + Call.savedPc))
    this.setWord(T + Thread.top, to)
    if (wanted === ALL_RESULTS || !this.isLua(caller) || !this.isAtCall(caller)) return
    this.setWord(T + Thread.top, this.word(caller + Call.top))
  }

  /**
   * Finishes the instruction that called a metamethod or an iterator, which has returned: Lua 5.1
   * does it where it made the call, and that place is gone.
   */
  finishInstruction(T: number): void {
    const call = this.word(T + Thread.call)
    const instruction = this.instructionOf(call)
    const base = this.word(call + Call.base)
    const a = (instruction >>> 6) & 255
    const op = instruction & 63
    if (op === Op.setGlobal || op === Op.setTable) return
    if (op === FOR_IN_OP) {
      this.setWord(T + Thread.top, this.word(call + Call.top))
      const first = base + (a + 3) * VALUE_BYTES
      const goesOn = this.word(first + VALUE_TYPE) !== NIL
      if (goesOn) this.copyValue(first - VALUE_BYTES, first)
      this.#jump(T, goesOn)
      return
    }
    const result = this.word(T + Thread.top) - VALUE_BYTES
    this.setWord(T + Thread.top, result)
    if (op < Op.equal || op > Op.lessOrEqual) {
      this.copyValue(base + a * VALUE_BYTES, result)
      return
    }
    let isTrue = this.#isTrue(result)
    if (op === Op.lessOrEqual && !this.#hasOwnOrder(T, call, instruction)) isTrue = !isTrue
    this.#jump(T, isTrue === (a !== 0))
  }

  #isTrue(value: number): boolean {
    const type = this.word(value + VALUE_TYPE)
    return type > 1 || (type === 1 && this.word(value) !== 0)
  }

  /** The instruction behind a test is the jump that it takes or leaves out. */
  #jump(T: number, isTaken: boolean): void {
    const at = this.word(T + Thread.savedPc)
    const distance = isTaken ? (this.word(at) >>> 14) - JUMP_BIAS : 0
    this.setWord(T + Thread.savedPc, at + (distance + 1) * 4)
  }

  /** `a <= b` goes by `__le`, or else by `not (b < a)`. */
  #hasOwnOrder(T: number, call: number, instruction: number): boolean {
    const { x } = this.#lua
    const name = this.#lua.name('__le')
    const top = x.lua_gettop(T)
    for (const operand of [argB(instruction), argC(instruction)]) {
      this.#pushOperand(T, call, operand)
      if (x.luaL_getmetafield(T, -1, name) === 0) x.lua_pushnil(T)
      x.lua_remove(T, -2)
    }
    const isOwn = x.lua_type(T, -1) !== NIL && x.lua_rawequal(T, -1, -2) !== 0
    x.lua_settop(T, top)
    return isOwn
  }

  #pushOperand(T: number, call: number, operand: number): void {
    const closure = this.closureOf(call)
    const from =
      operand < CONSTANT
        ? this.word(call + Call.base) + operand * VALUE_BYTES
        : this.word(this.word(closure + Closure.proto) + PROTO_CONSTANTS) +
          (operand - CONSTANT) * VALUE_BYTES
    const top = this.word(T + Thread.top)
    this.copyValue(top, from)
    this.setWord(T + Thread.top, top + VALUE_BYTES)
  }
}

const argB = (instruction: number): number => instruction >>> 23
const argC = (instruction: number): number => (instruction >>> 14) & 511
