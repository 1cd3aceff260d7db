import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { withMurmurHash } from './string-hash.ts'
import { type WasmMemory, type WasmModule, type WasmTable, wasm } from './web-assembly.ts'
declare const __filename: string | undefined

/** The part of Lua's C API that this room calls, as the WebAssembly module exports it. */
export interface LuaExports {
  memory: WasmMemory
  __indirect_function_table: WasmTable
  __wasm_call_ctors(): void
  emscripten_stack_init(): void
  stackSave(): number
  stackRestore(pointer: number): void
  setThrew(threw: number, value: number): void
  malloc(size: number): number
  free(pointer: number): void
  luaL_newstate(): number
  luaL_openlibs(L: number): void
  luaL_loadbuffer(L: number, source: number, size: number, name: number): number
  luaL_checktype(L: number, index: number, type: number): void
  luaL_checknumber(L: number, index: number): number
  luaL_checklstring(L: number, index: number, length: number): number
  luaL_argerror(L: number, index: number, message: number): number
  luaL_typerror(L: number, index: number, name: number): number
  luaL_where(L: number, level: number): void
  lua_checkstack(L: number, extra: number): number
  lua_concat(L: number, count: number): void
  lua_createtable(L: number, arraySize: number, hashSize: number): void
  lua_error(L: number): number
  lua_gc(L: number, what: number, data: number): number
  lua_getfield(L: number, index: number, name: number): void
  lua_gettop(L: number): number
  lua_insert(L: number, index: number): void
  lua_next(L: number, index: number): number
  lua_objlen(L: number, index: number): number
  lua_pcall(L: number, args: number, results: number, handler: number): number
  lua_call(L: number, args: number, results: number): void
  lua_pushboolean(L: number, value: number): void
  lua_pushcclosure(L: number, fn: number, upvalues: number): void
  lua_pushlightuserdata(L: number, pointer: number): void
  lua_pushlstring(L: number, pointer: number, size: number): void
  lua_pushnil(L: number): void
  lua_pushnumber(L: number, value: number): void
  lua_pushvalue(L: number, index: number): void
  lua_isstring(L: number, index: number): number
  lua_rawequal(L: number, first: number, second: number): number
  lua_resume(L: number, args: number): number
  lua_xmove(from: number, to: number, count: number): void
  lua_setfenv(L: number, index: number): number
  luaL_getmetafield(L: number, index: number, name: number): number
  lua_rawget(L: number, index: number): void
  lua_rawgeti(L: number, index: number, position: number): void
  lua_rawset(L: number, index: number): void
  lua_rawseti(L: number, index: number, position: number): void
  lua_remove(L: number, index: number): void
  lua_replace(L: number, index: number): void
  lua_setfield(L: number, index: number, name: number): void
  lua_sethook(L: number, hook: number, mask: number, count: number): number
  lua_settop(L: number, index: number): void
  lua_toboolean(L: number, index: number): number
  lua_tocfunction(L: number, index: number): number
  lua_tolstring(L: number, index: number, length: number): number
  lua_tonumber(L: number, index: number): number
  lua_topointer(L: number, index: number): number
  lua_type(L: number, index: number): number
  luaL_ref(L: number, table: number): number
  luaL_unref(L: number, table: number, reference: number): void
}

let binary: Uint8Array | undefined
const compiled = new Map<StringHash, WasmModule>()

/** By what strings are hashed, which decides the order of tables. */
export type StringHash = 'lua' | 'murmur'

/**
 * Compiles Lua 5.1 once per process and hash. Only the binary of the package is used: its JS host
 * glue decodes strings as UTF-8, which loses bytes, and pulls lodash in.
 */
export function luaModule(hash: StringHash): WasmModule {
  let module = compiled.get(hash)
  if (module === undefined) {
    binary ??= readBinary()
    module = new wasm.Module(hash === 'murmur' ? withMurmurHash(binary) : binary)
    compiled.set(hash, module)
  }
  return module
}

function readBinary(): Uint8Array {
  const here = typeof __filename === 'string' ? __filename : import.meta.url
  return readFileSync(createRequire(here).resolve('wasmoon-lua5.1/dist/liblua5.1.wasm'))
}
