import { describe, expect, test } from 'vitest'
import { Config } from '../../command/config.ts'
import { profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'
import { VirtualClock } from '../../kernel/virtual-clock.ts'

function open(profile = '8.0', clock?: VirtualClock): ReturnType<typeof openTestEngine> {
  const config = new Config()
  config.enableDebugCommand = 'yes'
  return openTestEngine({ config, clock, profile: profileNamed(profile) })
}

function fill(client: TestClient): void {
  client.send('SET', 'k', 'v')
  client.send('RPUSH', 'list', 'a', 'b', 'c')
  client.send('HSET', 'h', 'a', 'b')
  client.send('SADD', 's', 'a', 'b')
  client.send('SADD', 'si', '1', '2', '3')
  client.send('ZADD', 'z', '1', 'a')
  client.send('XADD', 'x', '1-1', 'a', 'b')
}

describe('DEBUG DIGEST', () => {
  // Each of these was computed by Redis 7.0, Redis 8.0 and Valkey 8.1.
  test.each([
    ['k', 'd79ee9fe5d5ad902d7f6620efc3b07b75ddd742f'],
    ['list', '8bf72d812571eea9b927f3c11beb0c4165a6ff89'],
    ['h', 'e74b6918422998016f954e98a1a8c89a0e1e4a25'],
    ['s', 'dd99329063ca0f1f28df2ac68d94b82fd95501c6'],
    ['si', '2a462a3f51a1db89738ebbeef0c47ce1bbc85246'],
    ['z', '430190c6ed5abafff87d97b4f51a92796ed05895'],
    ['x', 'db20534e81d36b705394fcfc8a61996efb6e5a7c'],
    ['nosuch', '0000000000000000000000000000000000000000'],
  ])('of a value is the server’s: %s', (key, digest) => {
    const client = open().client()
    fill(client)
    expect(client.send('DEBUG', 'DIGEST-VALUE', key)).toBe(`*1\r\n+${digest}\r\n`)
  })

  test('of all databases is the server’s, and knows of expiry', () => {
    const client = open().client()
    client.send('SET', 'k', 'v')
    expect(client.send('DEBUG', 'DIGEST')).toBe('+264ccf65edec66bccfa7cc659414ccca432057d2\r\n')
    client.send('EXPIRE', 'k', '1000')
    expect(client.send('DEBUG', 'DIGEST')).toBe('+bf83f210388eea94f06fb90d517490e16a08d7dd\r\n')
    client.send('PERSIST', 'k')
    client.send('SELECT', '3')
    client.send('SET', 'q', 'w')
    expect(client.send('DEBUG', 'DIGEST')).toBe('+95d84bda984d886e89db5a6683f41aebff83aaf3\r\n')
  })

  test('takes scores as the version prints them', () => {
    const digest = (profile: string): string => {
      const client = open(profile).client()
      client.send('ZADD', 'z', '1.5', 'a', '-inf', 'b', '3', 'c', '1e300', 'd', '0.1', 'e')
      return client.send('DEBUG', 'DIGEST-VALUE', 'z')
    }
    expect(digest('7.0')).toBe('*1\r\n+8eeb255ce34fa0e8b8c0eb4667dfe53e85e0a1d7\r\n')
    expect(digest('8.0')).toBe('*1\r\n+2e39d0db3643c73c608e96985af38fcd6660e13a\r\n')
  })
})

describe('DEBUG SLEEP', () => {
  test('holds every client until the clock has moved, and is slow in the slow log', async () => {
    const clock = new VirtualClock()
    const { client } = open('8.0', clock)
    const sleeper = client()
    const other = client()
    expect(sleeper.send('DEBUG', 'SLEEP', '0.5')).toBe('')
    expect(other.send('SET', 'a', '1')).toBe('')
    clock.advance(499)
    expect(sleeper.received() + other.received()).toBe('')
    clock.advance(1)
    await Promise.resolve()
    expect(sleeper.received()).toBe('+OK\r\n')
    expect(other.received()).toBe('+OK\r\n')
    expect(other.send('SLOWLOG', 'GET')).toContain(':500000\r\n*3\r\n$5\r\nDEBUG\r\n$5\r\nSLEEP')
  })

  test('within a transaction takes no time but is counted', () => {
    const client = open().client()
    client.send('MULTI')
    client.send('DEBUG', 'SLEEP', '100')
    client.send('GET', 'a')
    expect(client.send('EXEC')).toBe('*2\r\n+OK\r\n$-1\r\n')
    expect(client.send('SLOWLOG', 'LEN')).not.toBe(':0\r\n')
  })
})

test('is refused where the configuration does not allow it', () => {
  const client = openTestEngine().client()
  expect(client.send('DEBUG', 'DIGEST')).toMatch(/^-ERR DEBUG command not allowed/)
})

test('PROTOCOL answers with each type of RESP3', () => {
  const client = open().client(3)
  const values = ['double', 'null', 'set', 'map', 'verbatim', 'bignum', 'true', 'attrib']
  expect(values.map((type) => client.send('DEBUG', 'PROTOCOL', type)[0]).join('')).toBe(',_~%=(#|')
})

test('says of what it does not support that it does not, and of nonsense that it is unknown', () => {
  const client = open().client()
  expect(client.send('DEBUG', 'SEGFAULT')).toMatch(/^-ERR Redouble does not support DEBUG SEGFAULT/)
  expect(client.send('DEBUG', 'NOSUCH')).toBe(
    "-ERR unknown subcommand or wrong number of arguments for 'NOSUCH'. Try DEBUG HELP.\r\n",
  )
})
