import type { ScriptHost } from '../engine/script-host.ts'

export { parseShebang, type Shebang } from './shebang.ts'

/**
 * Loads an interpreter of its own. Nothing of Lua is read before the first call; after it, all is
 * synchronous.
 */
export async function loadScriptHost(): Promise<ScriptHost> {
  const { LuaScriptHost } = await import('./script-host.ts')
  return new LuaScriptHost()
}
