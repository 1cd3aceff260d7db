import type { LuaMachine } from './lua-machine.ts'

/**
 * Where a 32-bit Lua 5.1 keeps what a thread is doing: offsets in bytes. The binary is a given one,
 * and a machine proves them on a live state before it relies on them.
 */
export const Thread = {
  status: 6,
  top: 8,
  base: 12,
  call: 20,
  savedPc: 24,
  stackLast: 28,
  stack: 32,
  endCall: 36,
  baseCall: 40,
  stackSize: 44,
  callCount: 48,
  cCalls: 52,
  baseCCalls: 54,
  hookMask: 56,
  allowHook: 57,
  baseHookCount: 60,
  hookCount: 64,
  hook: 68,
  errorJump: 112,
  errorHandler: 116,
} as const

/** A call in progress; those of a thread lie one after the other. */
export const Call = { base: 0, func: 4, top: 8, savedPc: 12, results: 16 } as const
export const CALL_BYTES = 24

/** A value of the stack: eight bytes, and its type behind them. */
export const VALUE_BYTES = 16
export const VALUE_TYPE = 8

export const Closure = { isC: 6, cFunction: 16, proto: 16, firstUpvalue: 24 } as const
export const PROTO_STACK_SIZE = 75

/** Slots at the end of every stack that are kept for errors. */
const SPARE_SLOTS = 5
const PROBE_COUNT = 12_345
const MASK_COUNT = 8

/** Whether a state is laid out as said above. Sets its hook: set the real one afterwards. */
export function isLaidOutAsKnown(lua: LuaMachine, L: number): boolean {
  const { x } = lua
  const word = (offset: number): number => lua.u32[(L + offset) >> 2]
  const before = x.lua_gettop(L)
  x.lua_pushboolean(L, 1)
  const slots = (word(Thread.top) - word(Thread.base)) / VALUE_BYTES
  x.lua_settop(L, before)
  x.lua_sethook(L, 1, MASK_COUNT, PROBE_COUNT)
  const lastSlot = word(Thread.stack) + (word(Thread.stackSize) - SPARE_SLOTS - 1) * VALUE_BYTES
  const lastCall = word(Thread.baseCall) + (word(Thread.callCount) - 1) * CALL_BYTES
  return (
    slots === before + 1 &&
    word(Thread.call) === word(Thread.baseCall) &&
    lua.u32[(word(Thread.call) + Call.base) >> 2] === word(Thread.base) &&
    word(Thread.endCall) === lastCall &&
    word(Thread.stackLast) === lastSlot &&
    word(Thread.baseHookCount) === PROBE_COUNT &&
    word(Thread.hookCount) === PROBE_COUNT &&
    word(Thread.hook) === 1 &&
    lua.bytes[L + Thread.hookMask] === MASK_COUNT &&
    lua.bytes[L + Thread.allowHook] === 1 &&
    word(Thread.errorJump) === 0 &&
    word(Thread.errorHandler) === 0
  )
}
