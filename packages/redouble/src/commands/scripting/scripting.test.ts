import { describe, expect, test } from 'vitest'
import { profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'
import type { ScriptHost } from '../../engine/script-host.ts'

/** Stands in for Lua: a script answers its keys and arguments. */
const HOST: ScriptHost = {
  compile: () => null,
  run: (_, keys, argv) => [keys, argv],
  loadLibrary: () => ({ functions: [{ name: 'f', description: null, flags: [] }] }),
  callFunction: (_, name, keys, argv) => [name, keys, argv],
  dropLibrary: () => {},
  resume: () => null,
  abandon: () => {},
  flush: () => {},
  flushLibraries: () => {},
  memoryBytes: () => 0,
}

async function open(profile = '8.0'): Promise<TestClient> {
  const { client } = openTestEngine({
    profile: profileNamed(profile),
    loadScriptHost: () => Promise.resolve(HOST),
  })
  const one = client()
  one.send('SCRIPT', 'LOAD', '')
  await new Promise((resolve) => setImmediate(resolve))
  one.received()
  return one
}

describe('EVAL and EVALSHA', () => {
  test('divide their words into keys and arguments', async () => {
    const client = await open()
    expect(client.send('EVAL', 'x', '2', 'a', 'b', 'c')).toBe(
      '*2\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n*1\r\n$1\r\nc\r\n',
    )
  })

  test.each([
    ['a', '-ERR value is not an integer or out of range\r\n'],
    ['-1', "-ERR Number of keys can't be negative\r\n"],
    ['2', "-ERR Number of keys can't be greater than number of args\r\n"],
  ])('%s is no number of keys', async (count, error) => {
    const client = await open()
    expect(client.send('EVAL', 'x', count, 'k')).toBe(error)
    expect(client.send('EVALSHA', 'f'.repeat(40), count, 'k')).toBe(error)
  })

  test('what cannot be a digest is not found before anything else is looked at', async () => {
    const client = await open()
    const missing = '-NOSCRIPT No matching script. Please use EVAL.\r\n'
    expect(client.send('EVALSHA', 'short', 'a')).toBe(missing)
    expect(client.send('EVALSHA', 'f'.repeat(40), '0')).toBe(missing)
    const valkey = await open('valkey-8.1')
    expect(valkey.send('EVALSHA', 'short', '0')).toBe('-NOSCRIPT No matching script.\r\n')
  })
})

describe('SCRIPT', () => {
  test('SHOW answers the body, on Valkey', async () => {
    const client = await open('valkey-8.1')
    const sha = client.send('SCRIPT', 'LOAD', 'return 2').split('\r\n')[1]
    expect(client.send('SCRIPT', 'SHOW', sha.toUpperCase())).toBe('$8\r\nreturn 2\r\n')
    expect(client.send('SCRIPT', 'SHOW', 'x')).toBe('-NOSCRIPT No matching script.\r\n')
    expect((await open()).send('SCRIPT', 'SHOW', sha)).toMatch(/^-ERR unknown subcommand 'SHOW'/)
  })

  test('FLUSH knows two modes', async () => {
    const client = await open()
    expect(client.send('SCRIPT', 'FLUSH', 'async')).toBe('+OK\r\n')
    expect(client.send('SCRIPT', 'FLUSH', 'NOW')).toBe(
      '-ERR SCRIPT FLUSH only support SYNC|ASYNC option\r\n',
    )
  })

  test('DEBUG can only be turned off', async () => {
    const client = await open()
    expect(client.send('SCRIPT', 'DEBUG', 'NO')).toBe('+OK\r\n')
    expect(client.send('SCRIPT', 'DEBUG', 'YES')).toMatch(/^-ERR Redouble does not support/)
  })

  test('KILL finds nothing to kill', async () => {
    const client = await open()
    expect(client.send('SCRIPT', 'KILL')).toBe('-NOTBUSY No scripts in execution right now.\r\n')
  })
})
