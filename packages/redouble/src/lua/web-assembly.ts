/** The part of the WebAssembly API in use. TypeScript only has it in its DOM library. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

export interface WasmTable {
  get(index: number): unknown
  set(index: number, value: unknown): void
  grow(count: number): number
}

/** A compiled module: opaque, shared by every instance. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string
}

/** A module's imports by module and name. */
export type WasmImports = Record<string, Record<string, unknown>>

interface WebAssemblyApi {
  Module: {
    new (bytes: Uint8Array): WasmModule
    imports(module: WasmModule): { module: string; name: string }[]
  }
  Instance: new (
    module: WasmModule,
    imports: WasmImports,
  ) => { readonly exports: Record<string, unknown> }
  RuntimeError: new () => Error
}

export const wasm: WebAssemblyApi = (globalThis as unknown as { WebAssembly: WebAssemblyApi })
  .WebAssembly
