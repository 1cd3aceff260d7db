import { describe, expect, test } from 'vitest'
import { Config } from '../command/config.ts'
import { profileNamed } from '../command/profile.ts'
import { openTestEngine } from './engine.test-support.ts'

const NOAUTH = '-NOAUTH Authentication required.\r\n'
const SUBSCRIBED =
  'only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context\r\n'

function stranger(profile: string): (line: string) => string {
  const config = new Config()
  config.requirepass = 'secret'
  const client = openTestEngine({ config, profile: profileNamed(profile) }).client()
  return (line) => client.sendBytes(`${line}\r\n`)
}

describe('before AUTH', () => {
  test('what is wrong with a call comes before who calls', () => {
    const ask = stranger('8.0')
    expect(ask('NOSUCH')).toContain('unknown command')
    expect(ask('GET')).toContain('wrong number of arguments')
    expect(ask('GET k')).toBe(NOAUTH)
  })

  test('except for Valkey 9', () => {
    const ask = stranger('valkey-9')
    expect(ask('NOSUCH')).toBe(NOAUTH)
    expect(ask('GET')).toBe(NOAUTH)
    expect(ask('AUTH')).toContain('wrong number of arguments')
  })

  test('AUTH, HELLO, RESET and QUIT are for everybody', () => {
    const ask = stranger('8.0')
    expect(ask('RESET')).toBe('+RESET\r\n')
    expect(ask('HELLO 9')).toContain('NOPROTO')
    expect(ask('AUTH secret')).toBe('+OK\r\n')
    expect(ask('PING')).toBe('+PONG\r\n')
    expect(ask('RESET')).toBe('+RESET\r\n')
    expect(ask('PING')).toBe(NOAUTH)
  })

  test('taking the password away lets everybody in', () => {
    const config = new Config()
    config.requirepass = 'secret'
    const open = openTestEngine({ config })
    const [client, admin] = [open.client(), open.client()]
    expect(client.send('PING')).toBe(NOAUTH)
    admin.send('AUTH', 'secret')
    admin.send('CONFIG', 'SET', 'requirepass', '')
    expect(client.send('PING')).toBe('+PONG\r\n')
  })
})

describe('a subscriber', () => {
  test('may not do other things in RESP2, not even with sharded channels only', () => {
    const client = openTestEngine().client(2)
    client.send('SSUBSCRIBE', 's')
    expect(client.send('GET', 'k')).toBe(`-ERR Can't execute 'get': ${SUBSCRIBED}`)
    expect(client.send('CLIENT', 'ID')).toBe(`-ERR Can't execute 'client|id': ${SUBSCRIBED}`)
    client.send('SUNSUBSCRIBE')
    expect(client.send('GET', 'k')).toBe('$-1\r\n')
  })

  test('may do everything in RESP3', () => {
    const client = openTestEngine().client(3)
    client.send('SUBSCRIBE', 'c')
    expect(client.send('GET', 'k')).toBe('_\r\n')
  })
})

test('a client that monitors may not touch keys', () => {
  const client = openTestEngine().client()
  client.send('MONITOR')
  expect(client.send('GET', 'k')).toBe("-ERR Replica can't interact with the keyspace\r\n")
  expect(client.send('PING')).toMatch(/^\+PONG\r\n\+\d+\.\d{6} \[0 127[^\]]+\] "PING"\r\n$/)
})

test('DEBUG is refused before AUTH is asked for, unless it is enabled', () => {
  const ask = stranger('8.0')
  expect(ask('DEBUG SLEEP 0')).toContain('DEBUG command not allowed')
})

describe('without memory', () => {
  const OOM = "-OOM command not allowed when used memory > 'maxmemory'.\r\n"

  test('what takes some is refused, and so is an EXEC of it', () => {
    const { engine, client } = openTestEngine()
    const one = client()
    one.send('MULTI')
    one.send('SET', 'k', 'v')
    engine.config.maxmemory = 1
    expect(one.send('EXEC')).toBe(`-EXECABORT Transaction discarded because of: ${OOM.slice(1)}`)
    expect(one.send('SET', 'k', 'v')).toBe(OOM)
    expect(one.send('GET', 'k')).toBe('$-1\r\n')
    expect(one.send('DEL', 'k')).toBe(':0\r\n')
  })

  test('is a state that only the smallest limits bring about', () => {
    const { engine, client } = openTestEngine()
    engine.config.maxmemory = 100 * 1024 * 1024
    expect(client().send('SET', 'k', 'v')).toBe('+OK\r\n')
  })
})
