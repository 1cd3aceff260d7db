import type { Frames } from './frames.ts'
import type { LuaMachine } from './lua-machine.ts'
import { Call, CALL_BYTES, Closure, Thread, VALUE_BYTES } from './thread-layout.ts'

/** Where scripts run: their thread, and where on its stack their error handler lies. */
interface ScriptThread {
  readonly main: number
  readonly handler: number
}

/** Whether a script can be left where it is, and its records in order when it is. */
export class Leaving {
  readonly #lua: LuaMachine
  readonly #frames: Frames
  readonly #script: ScriptThread

  constructor(lua: LuaMachine, frames: Frames, script: ScriptThread) {
    this.#lua = lua
    this.#frames = frames
    this.#script = script
  }

  /** The threads from the script's own to the active one, if it can be left there. */
  threadsTo(active: number): number[] | null {
    const { main, handler } = this.#script
    const bottom = this.#frames.word(this.#frames.word(main + Thread.baseCall) + Call.base)
    const handlers = new Set([this.#frames.word(bottom + (handler - 1) * VALUE_BYTES)])
    const threads: number[] = [main]
    for (;;) {
      const thread = threads[threads.length - 1]
      if (!this.#canLeave(thread, thread === active, handlers)) return null
      if (thread === active) return threads
      const next = this.#resumedBy(thread)
      if (next === 0) return null
      threads.push(next)
    }
  }

  /** Undoes what the hook and the calls beneath it would undo themselves if they returned. */
  putInOrder(active: number, threads: readonly number[]): void {
    const frames = this.#frames
    const call = frames.word(active + Thread.call)
    // The instruction has not been carried out; it is the first one of the next stretch.
    frames.setWord(active + Thread.savedPc, frames.word(active + Thread.savedPc) - 4)
    frames.setByte(active + Thread.allowHook, 1)
    frames.setWord(call + Call.top, this.#topOf(call))
    for (const thread of threads) frames.setWord(thread + Thread.errorJump, 0)
  }

  #canLeave(thread: number, isActive: boolean, handlers: Set<number>): boolean {
    const frames = this.#frames
    const last = frames.word(thread + Thread.call)
    const bottom = frames.word(thread + Thread.baseCall)
    for (let call = bottom + CALL_BYTES; call <= last; call += CALL_BYTES) {
      // Called by the interpreter in the middle of raising an error, from any instruction.
      if (handlers.has(frames.closureOf(call))) return false
      if (frames.isLua(call)) {
        if (call < last && !frames.isAtCall(call) && frames.isUnfinishable(call)) return false
        continue
      }
      const kind = frames.boundaryAt(call)
      if (kind === undefined) return false
      const resumes = kind === 'resume' || kind === 'wrap'
      // A coroutine runs in its own thread, so nothing is above the call that resumed it.
      if (resumes !== (call === last) || (resumes && isActive)) return false
      if (kind === 'xpcall') handlers.add(frames.word(frames.word(call + Call.base)))
    }
    return true
  }

  /** The coroutine that the topmost call of a thread has resumed. */
  #resumedBy(thread: number): number {
    const frames = this.#frames
    const call = frames.word(thread + Thread.call)
    const kind = frames.boundaryAt(call)
    if (kind === 'resume') return frames.word(frames.word(call + Call.base))
    if (kind === 'wrap') return frames.word(frames.closureOf(call) + Closure.firstUpvalue)
    return 0
  }

  /** The end of a Lua call's registers, which the hook has moved. */
  #topOf(call: number): number {
    const frames = this.#frames
    const proto = frames.word(frames.closureOf(call) + Closure.proto)
    return frames.word(call + Call.base) + this.#lua.stackSizeOf(proto) * VALUE_BYTES
  }
}
