import type { ScriptBridge } from '../engine/script-host.ts'

/** Where the servers' wordings and formats part. */
export interface Dialect {
  /** From 7.2 on: numbers print shortest, and a few texts changed. */
  modern: boolean
  valkey: boolean
  /** Valkey 9 leaves the digest out of the place that an error names. */
  digestInErrors: boolean
}

export function dialectOf(bridge: ScriptBridge): Dialect {
  return {
    modern: bridge.redisVersionNumber >= 0x070200,
    valkey: bridge.valkeyVersion !== undefined,
    digestInErrors: !(Number.parseInt(bridge.valkeyVersion ?? '0', 10) >= 9),
  }
}

export function redisConstants(bridge: ScriptBridge): Record<string, string | number> {
  return {
    ...libraryConstants(bridge),
    REPL_NONE: 0,
    REPL_AOF: 1,
    REPL_SLAVE: 2,
    REPL_REPLICA: 2,
    REPL_ALL: 3,
  }
}

/** Those that a library of functions sees while it loads. */
export function libraryConstants(bridge: ScriptBridge): Record<string, string | number> {
  const { valkeyVersion } = bridge
  const [major = 0, minor = 0, patch = 0] = (valkeyVersion ?? '').split('.').map(Number)
  return {
    LOG_DEBUG: 0,
    LOG_VERBOSE: 1,
    LOG_NOTICE: 2,
    LOG_WARNING: 3,
    REDIS_VERSION: bridge.redisVersion,
    REDIS_VERSION_NUM: bridge.redisVersionNumber,
    ...(valkeyVersion !== undefined && {
      SERVER_NAME: 'valkey',
      VALKEY_VERSION: valkeyVersion,
      VALKEY_VERSION_NUM: (major << 16) | (minor << 8) | patch,
    }),
  }
}

export function cmsgpackConstants(dialect: Dialect): Record<string, string> {
  const owner = dialect.valkey ? 'Redis Ltd.' : 'Salvatore Sanfilippo'
  return {
    _NAME: 'cmsgpack',
    _VERSION: 'lua-cmsgpack 0.4.0',
    _COPYRIGHT: `Copyright (C) 2012, ${owner}`,
    _DESCRIPTION: 'MessagePack C implementation for Lua',
  }
}
