import { type Boundary, Frames } from './frames.ts'
import { Leaving } from './leaving.ts'
import { type LuaMachine, REGISTRY } from './lua-machine.ts'
import { Call, CALL_BYTES, isLaidOutAsKnown, Thread, VALUE_BYTES } from './thread-layout.ts'

/** Thrown through the interpreter to leave it in the middle of a script. */
export const LEFT: unique symbol = Symbol('left')

const DEAD_OR_DONE = 0
const YIELDED = 1
const RUN_ERROR = 2
const ERROR_IN_HANDLER = 5
/** Room for what the hook pushes while a thread's records are not in order. */
const HOOK_SLOTS = 40
const JUMP_BYTES = 512

export interface ContinuerOptions {
  /** The thread that scripts run in. */
  readonly main: number
  /** Where the error handler of scripts lies on its stack. */
  readonly handler: number
  /** By their places in the table of functions. */
  readonly boundaries: ReadonlyMap<number, Boundary>
  /** The registry's reference of a function that only raises what is on its stack. */
  readonly thrower: number
  /** Has the hook of a thread called after so many instructions, 0 for as many as always. */
  readonly setHook: (T: number, count: number) => void
  /** What the servers' pcall does to an error on top of the stack. */
  readonly plainError: (T: number) => void
}

/**
 * Leaves a script in the middle and goes on with it later, which Lua 5.1 itself can do only where
 * no C function, metamethod or iterator is in between.
 *
 * Leaving is an exception that takes all frames off the WebAssembly stack. Nothing is lost by it:
 * which calls are in progress, Lua has written down in its own memory. Going on, the calls are taken
 * up from the innermost: each stretch of Lua calls by `lua_resume`, which is told that the thread
 * begins there, and what stood between two stretches (a pcall, a coroutine, an instruction that
 * called a metamethod) is finished by hand.
 */
export class Continuer {
  readonly #lua: LuaMachine
  readonly #frames: Frames
  readonly #leaving: Leaving
  readonly #options: ContinuerOptions
  readonly #isPossible: boolean
  /** The thread of the script and the coroutines in which it was left, the active one last. */
  #threads: number[] = []
  /** What `lua_resume` was told is put right at the first instruction. */
  #entering: { thread: number; baseCall: number; baseCCalls: number } | null = null
  #jumpBuffer = 0

  constructor(lua: LuaMachine, options: ContinuerOptions) {
    this.#lua = lua
    this.#frames = new Frames(lua, options.boundaries)
    this.#leaving = new Leaving(lua, this.#frames, options)
    this.#options = options
    this.#isPossible = isLaidOutAsKnown(lua, options.main)
  }

  /** To be called first in the hook: ends the entry into a stretch. */
  entered(): boolean {
    const entering = this.#entering
    if (entering === null) return false
    this.#entering = null
    this.#frames.setWord(entering.thread + Thread.baseCall, entering.baseCall)
    this.#frames.setShort(entering.thread + Thread.baseCCalls, entering.baseCCalls)
    this.#options.setHook(entering.thread, 0)
    return true
  }

  /** Whether the script can be left in the hook of this thread. */
  canPause(active: number): boolean {
    const threads = this.#isPossible ? this.#leaving.threadsTo(active) : null
    if (threads !== null) this.#threads = threads
    return threads !== null
  }

  /** Leaves the script, in the hook of this thread, where `canPause` has said yes. */
  pause(active: number): never {
    this.#leaving.putInOrder(active, this.#threads)
    throw LEFT
  }

  /** Forgets what was left: the script will not go on. */
  forget(): void {
    this.#threads = []
    this.#entering = null
  }

  /** Goes on; the result is `lua_pcall`'s of the whole script. Throws LEFT when left again. */
  goOn(): number {
    for (;;) {
      const thread = this.#active
      const status = this.#runStretch(thread)
      const result = status === DEAD_OR_DONE ? this.#returned() : this.#left(status)
      if (result === undefined) continue
      this.#atRest()
      return result
    }
  }

  /** The script is over: its thread is as it was before. */
  #atRest(): void {
    const { main } = this.#options
    this.#frames.setByte(main + Thread.status, 0)
    this.#frames.setShort(main + Thread.cCalls, 0)
    this.#frames.setShort(main + Thread.baseCCalls, 0)
    this.#frames.setWord(main + Thread.errorHandler, 0)
  }

  get #active(): number {
    return this.#threads[this.#threads.length - 1]
  }

  get #isMain(): boolean {
    return this.#threads.length === 1
  }

  // ---- one stretch of Lua calls ----

  #runStretch(thread: number): number {
    const frames = this.#frames
    const { x } = this.#lua
    this.#reserve(thread)
    const boundary = this.#boundaryBelow(thread)
    const baseCall = frames.word(thread + Thread.baseCall)
    const depth = this.#depthAt(thread, boundary)
    const isMain = thread === this.#options.main
    frames.setWord(thread + Thread.errorHandler, this.#handlerAt(thread, boundary))
    frames.setShort(thread + Thread.cCalls, depth)
    frames.setByte(thread + Thread.status, YIELDED)
    this.#entering = { thread, baseCall, baseCCalls: isMain ? 0 : 1 }
    frames.setWord(thread + Thread.baseCall, boundary)
    this.#options.setHook(thread, 1)
    const status = x.lua_resume(thread, 0)
    this.entered()
    return status
  }

  #reserve(thread: number): void {
    const frames = this.#frames
    const top = frames.word(thread + Thread.top)
    if (frames.word(thread + Thread.stackLast) - top > HOOK_SLOTS * VALUE_BYTES) return
    const before = frames.word(thread + Thread.stack)
    const callTop = frames.word(frames.word(thread + Thread.call) + Call.top) - before
    this.#lua.x.lua_checkstack(thread, HOOK_SLOTS + 1)
    const call = frames.word(thread + Thread.call)
    frames.setWord(call + Call.top, frames.word(thread + Thread.stack) + callTop)
  }

  /** The call beneath the topmost stretch of Lua calls. */
  #boundaryBelow(thread: number): number {
    const frames = this.#frames
    const bottom = frames.word(thread + Thread.baseCall)
    let call = frames.word(thread + Thread.call) - CALL_BYTES
    while (call > bottom && frames.isLua(call) && frames.isAtCall(call)) call -= CALL_BYTES
    return call
  }

  /** How deep C would have nested: it bounds recursion, and tells where yielding is allowed. */
  #depthAt(thread: number, boundary: number): number {
    const frames = this.#frames
    const bottom = frames.word(thread + Thread.baseCall)
    let depth = 0
    for (let call = boundary; call > bottom; call -= CALL_BYTES) {
      if (!frames.isLua(call) || !frames.isAtCall(call)) depth++
    }
    return depth
  }

  /** The error handler in force above a call, as an offset into the stack. */
  #handlerAt(thread: number, boundary: number): number {
    const frames = this.#frames
    const bottom = frames.word(thread + Thread.baseCall)
    for (let call = boundary; call > bottom; call -= CALL_BYTES) {
      const kind = frames.isLua(call) ? undefined : this.#frames.boundaryAt(call)
      if (kind === 'pcall') return 0
      if (kind === 'xpcall') {
        return frames.word(call + Call.base) - frames.word(thread + Thread.stack)
      }
    }
    if (thread !== this.#options.main) return 0
    const first = frames.word(bottom + Call.base) - frames.word(thread + Thread.stack)
    return first + (this.#options.handler - 1) * VALUE_BYTES
  }

  // ---- what is between stretches ----

  /** A stretch has returned to the call beneath it. Undefined when another stretch is to run. */
  #returned(): number | undefined {
    const frames = this.#frames
    const { x } = this.#lua
    for (;;) {
      const thread = this.#active
      const call = frames.word(thread + Thread.call)
      if (call === frames.word(thread + Thread.baseCall)) {
        if (this.#isMain) return DEAD_OR_DONE
        this.#handResultsUp()
      } else if (frames.isLua(call)) {
        if (!frames.isAtCall(call)) frames.finishInstruction(thread)
        return undefined
      } else {
        x.lua_pushboolean(thread, 1)
        if (frames.boundaryAt(call) === 'pcall') x.lua_insert(thread, 1)
        else x.lua_replace(thread, 1)
        frames.endCFunction(thread, x.lua_gettop(thread))
      }
    }
  }

  /** A stretch was left by `coroutine.yield` or by an error. */
  #left(status: number): number | undefined {
    if (status !== YIELDED) return this.#failed(status)
    this.#handResultsUp()
    return this.#returned()
  }

  /** A coroutine has returned or yielded: what it has on its stack goes to who resumed it. */
  #handResultsUp(): void {
    const { x } = this.#lua
    const coroutine = this.#threads.pop() as number
    const parent = this.#active
    const count = x.lua_gettop(coroutine)
    const isWrapped = this.#isWrap(parent)
    x.lua_checkstack(parent, count + 1)
    if (!isWrapped) x.lua_pushboolean(parent, 1)
    x.lua_xmove(coroutine, parent, count)
    this.#frames.endCFunction(parent, isWrapped ? count : count + 1)
  }

  #isWrap(thread: number): boolean {
    return this.#frames.boundaryAt(this.#frames.word(thread + Thread.call)) === 'wrap'
  }

  /** An error, its value on top, has left a stretch of the active thread. */
  #failed(first: number): number | undefined {
    const { x } = this.#lua
    let status = first
    for (;;) {
      const thread = this.#active
      const catcher = this.#catcherIn(thread)
      if (catcher !== 0) {
        this.#catch(thread, catcher)
        if (catcher === this.#frames.word(thread + Thread.baseCall)) return status
        x.lua_pushboolean(thread, 0)
        if (this.#frames.boundaryAt(catcher) === 'pcall') {
          x.lua_insert(thread, 1)
          this.#options.plainError(thread)
        } else x.lua_replace(thread, 1)
        this.#frames.endCFunction(thread, 2)
        return this.#returned()
      }
      this.#threads.pop()
      this.#frames.setByte(thread + Thread.status, status)
      const parent = this.#active
      if (!this.#isWrap(parent)) {
        x.lua_pushboolean(parent, 0)
        x.lua_xmove(thread, parent, 1)
        this.#frames.endCFunction(parent, 2)
        return this.#returned()
      }
      x.lua_xmove(thread, parent, 1)
      status = this.#raiseIn(parent)
    }
  }

  /** The innermost pcall of a thread, or the bottom of the script; 0 in a coroutine without. */
  #catcherIn(thread: number): number {
    const frames = this.#frames
    const bottom = frames.word(thread + Thread.baseCall)
    for (let call = frames.word(thread + Thread.call); call > bottom; call -= CALL_BYTES) {
      if (frames.isLua(call)) continue
      const kind = this.#frames.boundaryAt(call)
      if (kind === 'pcall' || kind === 'xpcall') return call
    }
    return this.#isMain ? bottom : 0
  }

  /**
   * Brings a thread back to a call, as `luaD_pcall` does, with the error as the only result. Local
   * variables that closures still use have to be saved from the stack, which only a pcall can do: so
   * one is made that fails at once.
   */
  #catch(thread: number, call: number): void {
    const frames = this.#frames
    const { x, u32 } = this.#lua
    const error = (frames.word(thread + Thread.top) - VALUE_BYTES) >> 2
    const value = u32.slice(error, error + VALUE_BYTES / 4)
    frames.setWord(thread + Thread.top, frames.word(call + CALL_BYTES + Call.func))
    frames.setWord(thread + Thread.call, call)
    frames.setWord(thread + Thread.base, frames.word(call + Call.base))
    frames.setWord(thread + Thread.savedPc, frames.word(call + Call.savedPc))
    frames.setByte(thread + Thread.status, 0)
    frames.setByte(thread + Thread.allowHook, 1)
    frames.setShort(thread + Thread.cCalls, this.#depthAt(thread, call))
    frames.setWord(thread + Thread.errorHandler, 0)
    x.lua_rawgeti(thread, REGISTRY, this.#options.thrower)
    x.lua_pcall(thread, 0, 0, 0)
    this.#lua.u32.set(value, (frames.word(thread + Thread.top) - VALUE_BYTES) >> 2)
  }

  /** Raises the value on top in a call of `coroutine.wrap`, with the place in front of a text. */
  #raiseIn(thread: number): number {
    const frames = this.#frames
    const { x } = this.#lua
    if (x.lua_isstring(thread, -1) !== 0) {
      x.luaL_where(thread, 1)
      x.lua_insert(thread, -2)
      x.lua_concat(thread, 2)
    }
    const call = frames.word(thread + Thread.call)
    frames.setWord(thread + Thread.errorHandler, this.#handlerAt(thread, call - CALL_BYTES))
    frames.setShort(thread + Thread.cCalls, this.#depthAt(thread, call))
    return this.#protected(thread, () => x.lua_error(thread))
  }

  /** Runs what jumps out by an error; the status, with the error on top. */
  #protected(thread: number, act: () => void): number {
    const frames = this.#frames
    const { x } = this.#lua
    this.#jumpBuffer ||= x.malloc(JUMP_BYTES)
    const words = this.#lua.u32.subarray(
      this.#jumpBuffer >> 2,
      (this.#jumpBuffer + JUMP_BYTES) >> 2,
    )
    words.fill(0)
    frames.setWord(thread + Thread.errorJump, this.#jumpBuffer)
    const stack = x.stackSave()
    try {
      act()
    } catch (error) {
      if (error !== Infinity) throw error
    }
    x.stackRestore(stack)
    x.setThrew(0, 0)
    frames.setWord(thread + Thread.errorJump, 0)
    // All that Lua writes there is the status.
    const { u32 } = this.#lua
    let status = RUN_ERROR
    for (let i = 0; i < JUMP_BYTES / 4; i++) status = u32[(this.#jumpBuffer >> 2) + i] || status
    if (status === RUN_ERROR) return status
    const isNested = status === ERROR_IN_HANDLER
    this.#lua.pushString(thread, isNested ? 'error in error handling' : 'not enough memory')
    return status
  }
}
