import { describe, expect, test } from 'vitest'
import { loadScriptHost } from '../lua/index.ts'
import { openTestEngine, type TestClient } from './engine.test-support.ts'
import { openScripting, replyOf } from './scripting.test-support.ts'

const library = (name: string, ...functions: string[]): string =>
  [`#!lua name=${name}`, ...functions].join('\n')
const answering = (name: string, body: string): string =>
  `redis.register_function('${name}', function(keys, args) ${body} end)`

async function open(profile = '8.0'): Promise<TestClient> {
  return (await openScripting(profile)).client()
}

describe('a function', () => {
  test('gets keys and arguments, and answers', async () => {
    const client = await open()
    expect(
      client.send('FUNCTION', 'LOAD', library('lib', answering('f', 'return {keys, args}'))),
    ).toBe('$3\r\nlib\r\n')
    expect(client.send('FCALL', 'F', '1', 'k', 'a')).toBe(
      '*2\r\n*1\r\n$1\r\nk\r\n*1\r\n$1\r\na\r\n',
    )
  })

  test('keeps what its library keeps, and nothing else', async () => {
    const client = await open()
    const counting = [
      'local n = 0',
      answering('count', 'n = n + 1 return n'),
      answering('leak', 'leaked = 1'),
      answering('keys', 'return KEYS'),
    ]
    client.send('FUNCTION', 'LOAD', library('lib', ...counting))
    expect(client.send('FCALL', 'count', '0')).toBe(':1\r\n')
    expect(client.send('FCALL', 'count', '0')).toBe(':2\r\n')
    expect(client.send('FCALL', 'leak', '0')).toMatch(/Attempt to modify a readonly table/)
    expect(client.send('FCALL', 'keys', '0')).toMatch(/nonexistent global variable 'KEYS'/)
  })

  test('that fails names itself and the line', async () => {
    const source = library('lib', answering('Bad', 'error("boom")'))
    const client = await open()
    client.send('FUNCTION', 'LOAD', source)
    expect(client.send('FCALL', 'bad', '0')).toBe(
      '-ERR user_function:2: boom script: Bad, on @user_function:2.\r\n',
    )
    const latest = await open('valkey-9')
    latest.send('FUNCTION', 'LOAD', source)
    expect(latest.send('FCALL', 'bad', '0')).toBe(
      '-ERR user_function:2: boom script: on @user_function:2.\r\n',
    )
  })

  test('may write only where it may', async () => {
    const client = await open()
    const reading = `redis.register_function{function_name='r', flags={'no-writes'},
      callback=function(k) return redis.pcall('set', k[1], 'v') end}`
    client.send('FUNCTION', 'LOAD', library('lib', reading, answering('w', 'return 1')))
    expect(client.send('FCALL_RO', 'r', '1', 'k')).toMatch(/^-ERR Write commands are not allowed/)
    expect(client.send('FCALL_RO', 'w', '0')).toMatch(
      /^-ERR Can not execute a script with write flag/,
    )
  })

  test('survives FLUSHALL and SCRIPT FLUSH', async () => {
    const client = await open()
    client.send('FUNCTION', 'LOAD', library('lib', answering('f', 'return 1')))
    client.send('FLUSHALL')
    client.send('SCRIPT', 'FLUSH')
    expect(client.send('FCALL', 'f', '0')).toBe(':1\r\n')
    client.send('FUNCTION', 'FLUSH')
    expect(client.send('FCALL', 'f', '0')).toBe('-ERR Function not found\r\n')
  })

  test('that takes the interpreter down leaves the libraries usable', async () => {
    const client = await open()
    const source = library(
      'lib',
      answering('grow', "local s = 'x' while true do s = s .. s end"),
      answering('f', 'return 1'),
    )
    client.send('FUNCTION', 'LOAD', source)
    expect(client.send('FCALL', 'grow', '0')).toMatch(/not enough memory/)
    expect(client.send('FCALL', 'f', '0')).toBe(':1\r\n')
  })
})

describe('while its library loads', () => {
  test.each([
    ["redis.call('get', 'x')", "nonexistent global variable 'call'"],
    ['error("x")', "nonexistent global variable 'error'"],
    ['x = 1', 'Attempt to modify a readonly table'],
    ['redis.register_function()', 'ERR wrong number of arguments to redis.register_function'],
    ['redis.register_function{function_name="f"}', 'must get a callback argument'],
    ['redis.register_function("a-b", function() end)', 'Library names can only contain'],
  ])('%s is refused', async (code, error) => {
    const client = await open()
    const reply = client.send('FUNCTION', 'LOAD', library('lib', code))
    expect(reply).toMatch(/^-ERR Error registering functions: ERR /)
    expect(reply).toContain(error)
    expect(client.send('FUNCTION', 'LIST')).toBe('*0\r\n')
  })

  test('it may not take long', async () => {
    const client = await open()
    expect(client.send('FUNCTION', 'LOAD', library('lib', 'while true do end'))).toBe(
      '-ERR Error registering functions: ERR FUNCTION LOAD timeout\r\n',
    )
    expect(client.send('FUNCTION', 'LOAD', library('lib', answering('f', 'return 1')))).toBe(
      '$3\r\nlib\r\n',
    )
  })
})

describe('libraries', () => {
  test('are replaced only when that is asked for, and kept when the new one fails', async () => {
    const client = await open()
    const first = library('lib', answering('f', 'return 1'))
    client.send('FUNCTION', 'LOAD', first)
    expect(client.send('FUNCTION', 'LOAD', first)).toBe("-ERR Library 'lib' already exists\r\n")
    expect(client.send('FUNCTION', 'LOAD', library('other', answering('F', 'return 2')))).toBe(
      '-ERR Function F already exists\r\n',
    )
    expect(client.send('FUNCTION', 'LOAD', 'REPLACE', library('lib', '?'))).toMatch(
      /^-ERR Error compiling function: user_function:2: /,
    )
    expect(client.send('FCALL', 'f', '0')).toBe(':1\r\n')
    client.send('FUNCTION', 'LOAD', 'REPLACE', library('lib', answering('g', 'return 3')))
    expect(client.send('FCALL', 'f', '0')).toBe('-ERR Function not found\r\n')
    expect(client.send('FCALL', 'g', '0')).toBe(':3\r\n')
  })

  test('go through a payload, all or none', async () => {
    const client = await open()
    client.send('FUNCTION', 'LOAD', library('one', answering('f1', 'return 1')))
    client.send('FUNCTION', 'LOAD', library('two', answering('f2', 'return 2')))
    const dump = client.send('FUNCTION', 'DUMP')
    const payload = dump.slice(dump.indexOf('\r\n') + 2, -2)
    expect(client.send('FUNCTION', 'RESTORE', payload)).toBe('-ERR Library one already exists\r\n')
    client.send('FUNCTION', 'DELETE', 'one')
    expect(client.send('FUNCTION', 'RESTORE', payload)).toBe('-ERR Library two already exists\r\n')
    expect(client.send('FCALL', 'f1', '0')).toBe('-ERR Function not found\r\n')
    expect(client.send('FUNCTION', 'RESTORE', payload, 'REPLACE')).toBe('+OK\r\n')
    expect(client.send('FCALL', 'f1', '0')).toBe(':1\r\n')
    expect(client.send('FUNCTION', 'RESTORE', `${payload}x`, 'FLUSH')).toMatch(/^-ERR DUMP payload/)
    expect(client.send('FUNCTION', 'STATS')).toMatch(/libraries_count\r\n:2\r\n/)
  })

  test('come with a dump of the data, also before there is an interpreter', async () => {
    const { engine, client } = await openScripting()
    client().send('FUNCTION', 'LOAD', library('lib', answering('f', 'return 1')))
    const bytes = engine.saving.exportBytes()
    const fresh = openTestEngine({ loadScriptHost })
    fresh.engine.saving.load(bytes, true)
    expect(fresh.engine.saving.exportBytes().includes('name=lib')).toBe(true)
    const one = fresh.client()
    one.send('FUNCTION', 'LIST')
    expect(await replyOf(one)).toContain('library_name\r\n$3\r\nlib\r\n')
    expect(one.send('FCALL', 'f', '0')).toBe(':1\r\n')
  })

  test('are told of in INFO', async () => {
    const client = await open()
    client.send('FUNCTION', 'LOAD', library('lib', answering('f', 'return 1'), answering('g', '')))
    const info = client.send('INFO', 'memory')
    expect(info).toContain('number_of_libraries:1\r\n')
    expect(info).toContain('number_of_functions:2\r\n')
  })
})
