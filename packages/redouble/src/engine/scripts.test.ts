import { describe, expect, test } from 'vitest'
import { Config } from '../command/config.ts'
import { profileNamed } from '../command/profile.ts'
import { loadScriptHost } from '../lua/index.ts'
import { openTestEngine, type TestClient, type TestEngine } from './engine.test-support.ts'

/** Lua is loaded by the first script, which its client waits for. */
async function open(profile = '8.0', config = new Config()): Promise<TestEngine> {
  const world = openTestEngine({ profile: profileNamed(profile), config, loadScriptHost })
  const client = world.client()
  client.send('EVAL', 'return 1', '0')
  for (let i = 0; i < 500 && client.received() === ''; i++) {
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  client.send('SCRIPT', 'FLUSH')
  client.close()
  return world
}

function evaluate(client: TestClient, source: string, ...keysAndArgs: string[]): string {
  return client.send('EVAL', source, '0', ...keysAndArgs)
}

test('the first script waits for the interpreter, and nobody else does', async () => {
  const { client } = openTestEngine({ loadScriptHost })
  const first = client()
  expect(first.sendBytes('EVAL "return 1" 0\r\nPING\r\n')).toBe('')
  expect(client().send('PING')).toBe('+PONG\r\n')
  let received = ''
  for (let i = 0; i < 500 && !received.includes('PONG'); i++) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    received += first.received()
  }
  expect(received).toBe(':1\r\n+PONG\r\n')
})

test('without an interpreter scripts are refused, and say why', () => {
  const client = openTestEngine().client()
  expect(evaluate(client, 'return 1')).toMatch(/^-ERR Redouble could not load its Lua interpreter/)
})

test('a failing load is told to the client that asked', async () => {
  const { client } = openTestEngine({ loadScriptHost: () => Promise.reject(new Error('gone')) })
  const one = client()
  one.send('EVAL', 'return 1', '0')
  await new Promise((resolve) => setImmediate(resolve))
  expect(one.received()).toMatch(/interpreter: Error: gone/)
  expect(one.send('PING')).toBe('+PONG\r\n')
})

describe('what a script may call', () => {
  test.each([
    ["redis.pcall('nosuch')", 'ERR Unknown Redis command called from script'],
    ["redis.pcall('config', 'nope')", 'ERR Unknown Redis command called from script'],
    ["redis.pcall('get')", 'ERR Wrong number of args calling Redis command from script'],
    ["redis.pcall('config')", 'ERR Wrong number of args calling Redis command from script'],
    ["redis.pcall('multi')", 'ERR This Redis command is not allowed from script'],
    ["redis.pcall('config', 'get', 'x')", 'ERR This Redis command is not allowed from script'],
  ])('%s is refused', async (call, error) => {
    const { client } = await open()
    expect(evaluate(client(), `return ${call}`)).toBe(`-${error}\r\n`)
  })

  test('products put it in their own words', async () => {
    const old = (await open('valkey-8.1')).client()
    expect(evaluate(old, "return redis.pcall('nosuch')")).toBe(
      '-ERR Unknown command called from script\r\n',
    )
    const latest = (await open('valkey-9')).client()
    expect(evaluate(latest, "return redis.pcall('multi')")).toBe(
      '-ERR This Valkey command is not allowed from script\r\n',
    )
    expect(evaluate(latest, "return redis.pcall('config', 'nope')")).toBe(
      "-ERR unknown subcommand 'nope'. Try CONFIG HELP.\r\n",
    )
  })

  test('reading scripts may not write, nor publish', async () => {
    const { client } = await open()
    const one = client()
    const refusal = '-ERR Write commands are not allowed from read-only scripts.\r\n'
    expect(one.send('EVAL_RO', "return redis.pcall('set','k','v')", '0')).toBe(refusal)
    expect(one.send('EVAL_RO', "return redis.pcall('publish','c','m')", '0')).toBe(refusal)
    expect(evaluate(one, "#!lua flags=no-writes\nreturn redis.pcall('set','k','v')")).toBe(refusal)
    expect(one.send('EVAL_RO', '#!lua\nreturn 1', '0')).toBe(
      '-ERR Can not execute a script with write flag using *_ro command.\r\n',
    )
  })
})

describe('what a script leaves behind', () => {
  test('the client stays in its database, however the script ends', async () => {
    const { client } = await open()
    const one = client()
    evaluate(one, "redis.call('select','3') redis.call('set','k','three')")
    evaluate(one, "redis.call('select','3') error('x')")
    expect(one.send('GET', 'k')).toBe('$-1\r\n')
    one.send('SELECT', '3')
    expect(one.send('GET', 'k')).toBe('$5\r\nthree\r\n')
  })

  test('redis.setresp holds for one script', async () => {
    const { client } = await open()
    const one = client(3)
    one.send('HSET', 'h', 'f', 'v')
    const map = '%1\r\n$1\r\nf\r\n$1\r\nv\r\n'
    expect(evaluate(one, "redis.setresp(3) return redis.call('hgetall','h')")).toBe(map)
    expect(evaluate(one, "return redis.call('hgetall','h')")).toBe(map.replace('%1', '*2'))
  })

  test('those who wait for its keys are served after it', async () => {
    const { client } = await open()
    const waiting = client()
    waiting.send('BLPOP', 'l', '0')
    const script = "redis.call('rpush','l','a') return redis.call('llen','l')"
    expect(evaluate(client(), script)).toBe(':1\r\n')
    expect(waiting.received()).toBe('*2\r\n$1\r\nl\r\n$1\r\na\r\n')
  })

  test('it is one step to EXEC of others', async () => {
    const { client } = await open()
    const watcher = client()
    watcher.send('WATCH', 'k')
    evaluate(client(), "return redis.call('set','k','1')")
    watcher.sendBytes('MULTI\r\nPING\r\n')
    expect(watcher.send('EXEC')).toBe('*-1\r\n')
  })
})

describe('the cache', () => {
  const sha = 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db'

  test('EVAL fills it, SCRIPT FLUSH empties it', async () => {
    const { client } = await open()
    const one = client()
    expect(one.send('EVALSHA', sha, '0')).toBe('-NOSCRIPT No matching script. Please use EVAL.\r\n')
    evaluate(one, 'return 1')
    expect(one.send('EVALSHA', sha.toUpperCase(), '0')).toBe(':1\r\n')
    expect(one.send('SCRIPT', 'EXISTS', sha, 'x')).toBe('*2\r\n:1\r\n:0\r\n')
    one.send('SCRIPT', 'FLUSH')
    expect(one.send('SCRIPT', 'EXISTS', sha)).toBe('*1\r\n:0\r\n')
  })

  test('what does not compile is not kept', async () => {
    const { engine, client } = await open()
    expect(evaluate(client(), 'return ((')).toBe(
      "-ERR Error compiling script (new function): user_script:1: unexpected symbol near '<eof>'\r\n",
    )
    expect(engine.scripts.count).toBe(0)
  })

  test('of EVAL scripts it keeps the 500 that were used last', async () => {
    const { engine, client } = await open()
    const one = client()
    evaluate(one, 'return 1')
    evaluate(one, "return 'forgotten'")
    const loaded = one.send('SCRIPT', 'LOAD', "return 'loaded'").split('\r\n')[1]
    for (let i = 0; i < 498; i++) evaluate(one, `return 1000 + ${i}`)
    one.send('EVALSHA', sha, '0')
    evaluate(one, "return 'one too many'")
    expect(one.send('SCRIPT', 'EXISTS', sha, loaded)).toBe('*2\r\n:1\r\n:1\r\n')
    expect(engine.scripts.count).toBe(501)
    expect(engine.scripts.evictedCount).toBe(1)
  })

  test('of those of 7.0 it keeps all', async () => {
    const { engine, client } = await open('7.0')
    const one = client()
    for (let i = 0; i < 501; i++) evaluate(one, `return ${i}`)
    expect(engine.scripts.count).toBe(501)
  })
})

test('without memory a script may not begin to write, but may end what it began', async () => {
  const { engine, client } = await open()
  const one = client()
  const oom = "-OOM command not allowed when used memory > 'maxmemory'."
  engine.config.maxmemory = 1
  const set = "return redis.pcall('set','k','v')"
  expect(evaluate(one, set)).toBe(`${oom}\r\n`)
  expect(evaluate(one, `redis.call('del','k') ${set}`)).toBe('+OK\r\n')
  expect(evaluate(one, `#!lua flags=allow-oom\n${set}`)).toBe('+OK\r\n')
  expect(evaluate(one, "#!lua\nreturn redis.call('get','k')")).toBe(`${oom}\r\n`)
  expect(evaluate(one, "#!lua flags=no-writes\nreturn redis.call('get','k')")).toBe('$1\r\nv\r\n')
})

test('each error is counted once, where it arises', async () => {
  const { engine, client } = await open()
  const one = client()
  one.send('LPUSH', 'l', 'a')
  evaluate(one, "return redis.call('get','l')")
  evaluate(one, "return redis.pcall('get','l')")
  evaluate(one, "redis.pcall('get','l') return 1")
  expect(engine.stats.errors.get('WRONGTYPE')).toBe(3)
  evaluate(one, "return {1, {err='INNER x'}}")
  expect(engine.stats.errors.get('INNER')).toBe(1)
  expect(engine.commandStats.get('eval')).toMatchObject({ calls: 5, failed: 3 })
})

test('MONITOR shows a script, then its calls', async () => {
  const { client } = await open()
  const monitor = client()
  monitor.send('MONITOR')
  evaluate(client(), "redis.call('select','3') return redis.call('get','k')")
  const lines = monitor.received().split('\r\n')
  expect(lines.map((line) => line.replace(/^\S+ /, '').replace(/127\S+\]/, 'client]'))).toEqual([
    `[0 client] "EVAL" "redis.call('select','3') return redis.call('get','k')" "0"`,
    '[3 lua] "select" "3"',
    '[3 lua] "get" "k"',
    '',
  ])
})

test.each([
  ['8.0', '"ECHO" "\\"\\\\\\n"'],
  ['valkey-8.1', '"ECHO" ""\\\\n"'],
])('MONITOR of %s shows quotes and backslashes its way', async (profile, shown) => {
  const { client } = openTestEngine({ profile: profileNamed(profile) })
  const monitor = client()
  monitor.send('MONITOR')
  client().send('ECHO', '"\\\n')
  expect(monitor.received().trimEnd().endsWith(shown)).toBe(true)
})

test('TIME stands still within a script', async () => {
  const source = `
    local a = redis.call('time')
    for i = 1, 2e5 do
      local b = redis.call('time')
      if a[1] ~= b[1] or a[2] ~= b[2] then return 'goes on' end
    end
    return 'stands still'`
  expect(evaluate((await open('8.0')).client(), source)).toBe('$12\r\nstands still\r\n')
})

test('what looks like bytecode is not run', async () => {
  const client = (await open()).client()
  const error = /^-ERR Error compiling script .*unexpected symbol near 'char\(27\)'/
  expect(evaluate(client, '\x1bLuaQ')).toMatch(error)
  expect(client.send('SCRIPT', 'LOAD', '\x1b')).toMatch(error)
})

test('an error that a script makes ends at NUL', async () => {
  const client = (await open()).client()
  expect(evaluate(client, "return {err = 'A b\\0c'}")).toBe('-A b\r\n')
  expect(evaluate(client, "return redis.error_reply('-x\\0y z')")).toBe('-ERR x\r\n')
  expect(evaluate(client, "error('a\\0b', 0)")).toMatch(/^-ERR a script: /)
})
