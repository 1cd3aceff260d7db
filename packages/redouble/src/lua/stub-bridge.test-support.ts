import type { ScriptBridge } from '../engine/script-host.ts'
import {
  DoubleReply,
  ErrorReply,
  MapReply,
  NULL_ARRAY,
  OK,
  PONG,
  type Reply,
  SetReply,
} from '../resp/reply.ts'

/** The server that a stub stands for. */
export interface StubServer {
  redisVersion: string
  redisVersionNumber: number
  valkeyVersion?: string
}

export const REDIS_8: StubServer = { redisVersion: '8.0.2', redisVersionNumber: 0x080002 }

/** As many commands as the corpus calls, over a map: enough to test the host without an engine. */
export function stubBridge(
  server: StubServer = REDIS_8,
  overrides: Partial<ScriptBridge> = {},
): ScriptBridge {
  const values = new Map([['k', 'v']])
  const brand = server.valkeyVersion === undefined ? ' Redis' : ''
  // Valkey 9 put its own name into this one text.
  const forbidden = server.valkeyVersion?.startsWith('9') ? 'Valkey' : 'Redis'
  const wrongCount = new ErrorReply(`ERR Wrong number of args calling${brand} command from script`)
  const commands: Record<string, (args: string[]) => Reply> = {
    set: ([key = '', value = '']) => {
      values.set(key, value)
      return OK
    },
    get: ([key = '', ...more]) =>
      key === '' || more.length > 0 ? wrongCount : (values.get(key) ?? null),
    incr: ([key = '']) => {
      const next = Number(values.get(key) ?? 0) + 1
      if (Number.isNaN(next)) {
        return new ErrorReply('ERR value is not an integer or out of range')
      }
      values.set(key, String(next))
      return next
    },
    echo: ([text = '']) => text,
    ping: () => PONG,
    eval: () => new ErrorReply(`ERR This ${forbidden} command is not allowed from script`),
    hset: () => 0,
    hgetall: () => new MapReply(['a', '1']),
    sadd: () => 0,
    smembers: () => new SetReply(['a']),
    zadd: () => 0,
    zscore: () => new DoubleReply(1.5, '1.5'),
    lrange: () => [],
    lpop: () => NULL_ARRAY,
    'big.integer': () => 2n ** 60n,
    'raw.boolean': () => true,
  }
  return {
    ...server,
    call: ([name = '', ...args]) =>
      commands[name.toLowerCase()]?.(args) ??
      (name.toLowerCase() in commands
        ? null
        : new ErrorReply(`ERR Unknown${brand} command called from script`)),
    setResp: () => undefined,
    log: () => undefined,
    setRepl: () => undefined,
    aclCheck: ([name]) => (name === 'nope' ? undefined : true),
    onInstructions: () => undefined,
    onUnpausable: () => undefined,
    ...overrides,
  }
}
