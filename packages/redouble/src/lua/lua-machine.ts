import { latin1Slice, latin1Write } from '../kernel/bytes.ts'
import { type WasmImports, type WasmModule, type WasmTable, wasm } from './web-assembly.ts'
import { PROTO_STACK_SIZE, Thread, VALUE_BYTES } from './thread-layout.ts'
import { luaModule, type LuaExports, type StringHash } from './wasm-library.ts'

export const REGISTRY = -10000
export const GLOBALS = -10002
export const upvalue = (position: number): number => GLOBALS - position

export const NIL = 0
export const BOOLEAN = 1
export const LIGHT_USERDATA = 2
export const NUMBER = 3
export const STRING = 4
export const TABLE = 5
export const FUNCTION = 6

/**
 * Scripts get at most this much; a real server would take all of the machine's memory. Past it
 * malloc returns null and Lua raises "not enough memory".
 */
const MEMORY_LIMIT = 256 * 1024 * 1024
const PAGE = 65536
const SCRATCH = 64 * 1024

/** An instance of Lua and the two ways of bytes: binary strings in, binary strings out. */
export class LuaMachine {
  /**
   * Whether a map's or a set's table has room for all from the start, as in Valkey, or grows while
   * it is filled: the order in which a script finds them hangs on it.
   */
  readonly presizesMaps: boolean
  readonly x: LuaExports
  readonly table: WasmTable
  bytes!: Buffer
  u32!: Uint32Array
  f64!: Float64Array
  /** Where a C call leaves a length. */
  readonly lengthAt: number
  readonly #scratch: number
  readonly #names = new Map<string, number>()

  constructor(hash: StringHash) {
    this.presizesMaps = hash === 'murmur'
    const module = luaModule(hash)
    const instance = new wasm.Instance(module, this.#imports(module))
    this.x = instance.exports as unknown as LuaExports
    this.table = this.x.__indirect_function_table
    this.#refresh()
    this.x.__wasm_call_ctors()
    this.x.emscripten_stack_init()
    this.#scratch = this.x.malloc(SCRATCH)
    this.lengthAt = this.x.malloc(8)
  }

  get memoryBytes(): number {
    return this.bytes.length
  }

  pushString(L: number, text: string): void {
    const length = text.length
    if (length < 24) {
      // Below this a loop beats the call into the runtime.
      const bytes = this.bytes
      const at = this.#scratch
      for (let i = 0; i < length; i++) bytes[at + i] = text.charCodeAt(i)
      this.x.lua_pushlstring(L, at, length)
    } else if (length <= SCRATCH) {
      latin1Write(this.bytes, text, this.#scratch)
      this.x.lua_pushlstring(L, this.#scratch, length)
    } else {
      const at = this.#allocate(length)
      latin1Write(this.bytes, text, at)
      this.x.lua_pushlstring(L, at, length)
      this.x.free(at)
    }
  }

  /** Pushes the first bytes of a buffer of the host's. */
  pushBytes(L: number, bytes: Buffer, length: number): void {
    const at = length <= SCRATCH ? this.#scratch : this.#allocate(length)
    bytes.copy(this.bytes, at, 0, length)
    this.x.lua_pushlstring(L, at, length)
    if (at !== this.#scratch) this.x.free(at)
  }

  /** The string (or number, which Lua converts in place) at an index of the stack. */
  toString(L: number, index: number): string {
    const at = this.x.lua_tolstring(L, index, this.lengthAt)
    return this.slice(at, this.u32[this.lengthAt >> 2] as number)
  }

  /** The sign of a NaN, which JS numbers do not carry: x86 sets it where it makes one. */
  isNegativeNaN(L: number, index: number): boolean {
    const { u32 } = this
    const from = index > 0 ? u32[(L + Thread.base) >> 2] - VALUE_BYTES : u32[(L + Thread.top) >> 2]
    return u32[((from + index * VALUE_BYTES) >> 2) + 1] >= 0x80000000
  }

  slice(at: number, length: number): string {
    if (length === 0) return ''
    return latin1Slice(this.bytes, at, at + length)
  }

  /** A C string that lives as long as the machine: names of fields, texts of errors. */
  name(text: string): number {
    let at = this.#names.get(text)
    if (at === undefined) {
      at = this.#allocate(text.length + 1)
      latin1Write(this.bytes, text, at)
      this.bytes[at + text.length] = 0
      this.#names.set(text, at)
    }
    return at
  }

  /** Compiles a chunk onto the stack; a status other than 0 leaves the error text there. */
  load(L: number, source: string, chunkName: string): number {
    const at = this.#allocate(source.length + 1)
    latin1Write(this.bytes, source, at)
    const status = this.x.luaL_loadbuffer(L, at, source.length, this.name(chunkName))
    this.x.free(at)
    return status
  }

  /** Raises an error with the position of the calling Lua code in front, as luaL_error does. */
  raise(L: number, message: string): never {
    this.x.luaL_where(L, 1)
    this.pushString(L, message)
    this.x.lua_concat(L, 2)
    this.x.lua_error(L)
    throw new Error('lua_error returned')
  }

  /** Raises "bad argument #n to 'f' (…)". */
  argumentError(L: number, index: number, message: string): never {
    const at = this.#allocate(message.length + 1)
    latin1Write(this.bytes, message, at)
    this.bytes[at + message.length] = 0
    try {
      this.x.luaL_argerror(L, index, at)
    } finally {
      this.x.free(at)
    }
    throw new Error('luaL_argerror returned')
  }

  /**
   * Whether a table has array slots only, read from its header: saves seven look-ups per array of
   * a reply. Every table with an empty hash part shares one dummy node.
   */
  hasNoFields(L: number, index: number): boolean {
    const at = this.x.lua_topointer(L, index) >> 2
    return this.u32[at + 4] === this.#dummyNode
  }

  /** How many registers a function has, by its prototype. */
  stackSizeOf(proto: number): number {
    return this.bytes[proto + PROTO_STACK_SIZE]
  }

  #dummyNode = 0

  /** Learns the dummy node from two fresh tables; a different layout turns the short cut off. */
  learnLayout(L: number): void {
    const { x } = this
    const top = x.lua_gettop(L)
    x.lua_createtable(L, 0, 0)
    x.lua_createtable(L, 3, 0)
    x.lua_createtable(L, 0, 1)
    const [a, b, c] = [1, 2, 3].map((i) => this.u32[(x.lua_topointer(L, top + i) >> 2) + 4])
    this.#dummyNode = a !== undefined && a === b && a !== c ? a : 0
    x.lua_settop(L, top)
  }

  #allocate(size: number): number {
    const at = this.x.malloc(size)
    if (at === 0) throw new RangeError('not enough memory')
    return at
  }

  #refresh(): void {
    const { buffer } = this.x.memory
    this.bytes = Buffer.from(buffer)
    this.u32 = new Uint32Array(buffer)
    this.f64 = new Float64Array(buffer)
  }

  #imports(module: WasmModule): WasmImports {
    const zero = (): number => 0
    const imports: WasmImports = {}
    // Files, environment and time zones: linked in by the C library, out of a script's reach.
    for (const { module: from, name } of wasm.Module.imports(module)) {
      imports[from] ??= {}
      imports[from][name] = zero
    }
    const calls: ((a: number, b: number) => void)[] = []
    Object.assign(imports['env'] as object, {
      // C's setjmp: how Lua runs anything protected. A longjmp arrives as the thrown Infinity.
      invoke_vii: (index: number, a: number, b: number): void => {
        const stack = this.x.stackSave()
        try {
          const call = (calls[index] ??= this.table.get(index) as (a: number, b: number) => void)
          call(a, b)
        } catch (error) {
          if (error !== Infinity) throw error
          this.x.stackRestore(stack)
          this.x.setThrew(1, 0)
        }
      },
      _emscripten_throw_longjmp: (): never => {
        throw Infinity
      },
      emscripten_memcpy_js: (to: number, from: number, size: number): void => {
        this.bytes.copyWithin(to, from, from + size)
      },
      emscripten_resize_heap: (wanted: number): number => this.#grow(wanted >>> 0),
      exit: (): never => {
        throw new RangeError('the Lua interpreter gave up')
      },
    })
    return imports
  }

  #grow(wanted: number): number {
    const size = this.bytes.length
    if (wanted > MEMORY_LIMIT) return 0
    const target = Math.min(MEMORY_LIMIT, Math.max(wanted, Math.floor(size * 1.2)))
    try {
      this.x.memory.grow(Math.ceil((target - size) / PAGE))
    } catch {
      return 0
    }
    this.#refresh()
    return 1
  }
}
