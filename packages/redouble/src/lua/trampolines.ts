import { type WasmTable, wasm } from './web-assembly.ts'

/**
 * A WebAssembly table takes WebAssembly functions only. This builds a module that imports JS
 * functions and exports them again, which makes them C functions to Lua.
 */

/** A C function as Lua calls it: takes the state, returns how many results it pushed. */
export type HostFunction = (L: number) => number
/** A debug hook: takes the state and the activation record. */
export type HostHook = (L: number, record: number) => void

const VALUE_I32 = 0x7f
const TYPES = [2, 0x60, 1, VALUE_I32, 1, VALUE_I32, 0x60, 2, VALUE_I32, VALUE_I32, 0]

/** Appends the functions (the hook last) to the table and returns the index of the first. */
export function installFunctions(
  table: WasmTable,
  functions: readonly HostFunction[],
  hook: HostHook,
): number {
  const imports: Record<string, HostFunction | HostHook> = {}
  const importBytes: number[] = []
  const exportBytes: number[] = []
  const count = functions.length + 1
  for (let i = 0; i < count; i++) {
    imports[i] = functions[i] ?? hook
    importBytes.push(...name('h'), ...name(String(i)), 0, i < functions.length ? 0 : 1)
    exportBytes.push(...name(String(i)), 0, ...leb(i))
  }
  const bytes = new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, TYPES),
    ...section(2, [...leb(count), ...importBytes]),
    ...section(7, [...leb(count), ...exportBytes]),
  ])
  const instance = new wasm.Instance(new wasm.Module(bytes), { h: imports })
  const first = table.grow(count)
  for (let i = 0; i < count; i++) table.set(first + i, instance.exports[i])
  return first
}

function section(id: number, body: number[]): number[] {
  return [id, ...leb(body.length), ...body]
}

function name(text: string): number[] {
  return [text.length, ...Buffer.from(text, 'latin1')]
}

function leb(value: number): number[] {
  const out: number[] = []
  let rest = value
  while (rest > 127) {
    out.push((rest & 127) | 128)
    rest >>>= 7
  }
  out.push(rest)
  return out
}
