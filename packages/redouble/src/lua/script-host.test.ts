import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { ScriptBridge, ScriptHost } from '../engine/script-host.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import { loadScriptHost } from './index.ts'
import { REDIS_8, stubBridge } from './stub-bridge.test-support.ts'

let host: ScriptHost
beforeAll(async () => {
  host = await loadScriptHost()
})

function run(
  body: string,
  { keys = [], argv = [], bridge = stubBridge() }: Partial<RunOptions> = {},
): Reply {
  const error = host.compile(body, body)
  if (error !== null) throw new Error(error)
  return host.run(body, keys, argv, bridge) as Reply
}
interface RunOptions {
  keys: string[]
  argv: string[]
  bridge: ScriptBridge
}

const errorOf = (reply: Reply): string => {
  expect(reply).toBeInstanceOf(ErrorReply)
  return (reply as ErrorReply).text
}

const ALL_BYTES = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i))

describe('bytes', () => {
  test('all 256 bytes pass through keys, arguments, calls and replies', () => {
    const call = vi.fn((argv: string[]): Reply => argv[1] as string)
    const bridge = stubBridge(REDIS_8, { call })
    const body = "return {KEYS[1], ARGV[1], redis.call('echo', ARGV[1]), #ARGV[1]}"
    const reply = run(body, { keys: [ALL_BYTES], argv: [ALL_BYTES], bridge })
    expect(reply).toEqual([ALL_BYTES, ALL_BYTES, ALL_BYTES, 256])
    expect(call).toHaveBeenCalledWith(['echo', ALL_BYTES])
  })

  test.each([0, 1, 23, 24, 65536, 65537, 3_000_000])('a string of %i bytes is kept', (size) => {
    const text = 'x'.repeat(size)
    expect(run('return {ARGV[1], #ARGV[1]}', { argv: [text] })).toEqual([text, size])
  })

  test('a script that is binary itself is kept', () => {
    expect(run(`return '${'\x80\xff\x01'}'`)).toBe('\x80\xff\x01')
  })

  test('every byte survives cjson, cmsgpack and struct', () => {
    const trip = (pack: string): Reply => run(`return ${pack}`, { argv: [ALL_BYTES] })
    expect(trip('cjson.decode(cjson.encode(ARGV[1]))')).toBe(ALL_BYTES)
    expect(trip('cmsgpack.unpack(cmsgpack.pack(ARGV[1]))')).toBe(ALL_BYTES)
    expect(trip("(struct.unpack('c256', struct.pack('c256', ARGV[1])))")).toBe(ALL_BYTES)
  })
})

describe('the bridge', () => {
  test('integers past 2^53 reach the script as doubles', () => {
    expect(run("return redis.call('big.integer') == 2^60")).toBe(1)
  })

  test('booleans of RESP3 are integers to a script in RESP2', () => {
    expect(run("return redis.call('raw.boolean')")).toBe(1)
    expect(run("redis.setresp(3) return redis.call('raw.boolean')")).toBe(true)
  })

  test('setresp, log and set_repl are passed on', () => {
    const calls = { setResp: vi.fn(), log: vi.fn(), setRepl: vi.fn() }
    const bridge = stubBridge(REDIS_8, calls)
    run("redis.setresp(3) redis.log(3, 'a', 1, 'b') redis.set_repl(redis.REPL_AOF)", { bridge })
    expect(calls.setResp).toHaveBeenCalledWith(3)
    expect(calls.log).toHaveBeenCalledWith(3, 'a 1 b')
    expect(calls.setRepl).toHaveBeenCalledWith(1)
  })

  test('an exception of the bridge comes out and leaves the host usable', () => {
    const bridge = stubBridge(REDIS_8, {
      call: () => {
        throw new TypeError('a bug')
      },
    })
    expect(() => run("return pcall(redis.call, 'x')", { bridge })).toThrow('a bug')
    expect(run('return 1')).toBe(1)
  })

  test('on Valkey the library is also named server', () => {
    const valkey = { redisVersion: '7.2.4', redisVersionNumber: 0x070204, valkeyVersion: '8.1.1' }
    const bridge = stubBridge(valkey)
    const body = 'return {server == redis and 1, server.SERVER_NAME, server.VALKEY_VERSION_NUM}'
    expect(run(body, { bridge })).toEqual([1, 'valkey', 0x080101])
    expect(errorOf(run('return server'))).toContain("nonexistent global variable 'server'")
  })
})

describe('a long script', () => {
  test('is ended by the bridge, even from inside a pcall', () => {
    let looks = 0
    const onInstructions = (): string | undefined => (++looks > 5 ? 'ERR killed' : undefined)
    const bridge = stubBridge(REDIS_8, { onInstructions })
    const body = 'while true do pcall(function() while true do end end) end'
    expect(errorOf(run(body, { bridge }))).toMatch(/^ERR killed script: /)
    expect(run('local n = 0 for i = 1, 100000 do n = n + 1 end return n')).toBe(100000)
  })

  test('is ended inside a coroutine', () => {
    const bridge = stubBridge(REDIS_8, { onInstructions: () => 'ERR killed' })
    const body = 'while true do coroutine.wrap(function() while true do end end)() end'
    expect(errorOf(run(body, { bridge }))).toContain('killed')
  })
})

describe('a script that would break a process', () => {
  const bombs = {
    'endless recursion': 'local function f() return f() + 1 end return f()',
    'a string of a gigabyte': "return string.rep('x', 2^30)",
    'a table without end': 'local t, i = {}, 0 while true do i = i + 1 t[i] = i end',
    'a string that doubles': "local s = 'x' while true do s = s .. s end",
    'recursion through gsub': "local function f(s) return (s:gsub('.', f)) end return f('x')",
    'deep messages': "return cmsgpack.unpack(string.rep('\\145', 100000))",
    'coroutines in coroutines':
      'local function g() return coroutine.wrap(g)() end return coroutine.wrap(g)()',
  }
  test.each(Object.entries(bombs))('%s is an error reply', (_, body) => {
    expect(errorOf(run(body))).not.toBe('')
    expect(run('return {KEYS[1], 42}', { keys: ['k'] })).toEqual(['k', 42])
  })

  test('a map that holds itself leaves the host usable', () => {
    expect(() => run('local t = {} t.map = t return t')).not.toThrow()
    expect(run('return 1')).toBe(1)
  })

  test('a table that holds itself ends with the stack of Lua', () => {
    let reply = run('local t = {} t[1] = t return t')
    let depth = 0
    for (; Array.isArray(reply); depth++) reply = reply[0] as Reply
    expect(depth).toBe(7995)
    expect(errorOf(reply)).toBe('ERR reached lua stack limit')
  })
})

describe('the store of scripts', () => {
  test('a script that does not compile is not kept', () => {
    expect(host.compile('bad', 'x = = 1')).toBe("user_script:1: unexpected symbol near '='")
    expect(errorOf(host.run('bad', [], [], stubBridge()) as Reply)).toContain('NOSCRIPT')
  })

  test('flush forgets scripts and settings', () => {
    run('cjson.encode_number_precision(3) return 1')
    host.flush()
    expect(errorOf(host.run('return 1', [], [], stubBridge()) as Reply)).toContain('NOSCRIPT')
    expect(run('return cjson.encode(1/3)')).toBe('0.33333333333333')
  })

  test('one script leaves nothing to the next', () => {
    expect(run('KEYS[9] = 1 ARGV.x = 1 return #KEYS', { keys: ['a'] })).toBe(1)
    expect(run('return {tostring(KEYS[9]), tostring(ARGV.x)}')).toEqual(['nil', 'nil'])
  })

  test('the memory of the interpreter is told and bounded', () => {
    for (let i = 0; i < 2000; i++) run("return {string.rep('x', 1000), {1, 2, 3}}")
    expect(host.memoryBytes()).toBeGreaterThan(10_000)
    expect(host.memoryBytes()).toBeLessThan(20_000_000)
  })

  test('math.random draws what a fresh server draws, on across scripts', async () => {
    host = await loadScriptHost()
    const draw = (): Reply => run("return string.format('%.17g', math.random())")
    expect([draw(), draw()]).toEqual(['0.39646477363839039', '0.84048536971234034'])
  })
})
