import { describe, expect, test } from 'vitest'
import { Config } from '../../command/config.ts'
import { profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'
import { VirtualClock } from '../../kernel/virtual-clock.ts'
import { humanBytes } from './info-field.ts'
import { bucketNanos } from './latency-histogram.ts'

describe('INFO', () => {
  test('shows the sections that are asked for, each once, in the server’s order', () => {
    const client = openTestEngine().client()
    const text = client.send('INFO', 'Keyspace', 'cluster', 'CLUSTER', 'nosuch')
    expect(text).toBe('$44\r\n# Cluster\r\ncluster_enabled:0\r\n\r\n# Keyspace\r\n\r\n')
    expect(client.send('INFO', 'nosuch')).toBe('$0\r\n\r\n')
  })

  test('is a verbatim string in RESP3', () => {
    expect(openTestEngine().client(3).send('INFO', 'cluster')).toBe(
      '=34\r\ntxt:# Cluster\r\ncluster_enabled:0\r\n\r\n',
    )
  })

  test('leaves statistics of commands to those who want all', () => {
    const client = openTestEngine().client()
    client.send('PING')
    expect(client.send('INFO')).not.toContain('# Commandstats')
    expect(client.send('INFO', 'all')).toContain('cmdstat_ping:calls=1,')
  })

  test('says what the profile’s server says of itself', () => {
    const server = (profile: string): string =>
      openTestEngine({ profile: profileNamed(profile) })
        .client()
        .send('INFO', 'server')
    expect(server('8.0')).toContain('redis_version:8.0.2\r\n')
    expect(server('8.0')).toContain('redis_mode:standalone\r\n')
    expect(server('valkey-8.1')).toContain('redis_version:7.2.4\r\nserver_name:valkey\r\n')
  })

  test('counts keys, deadlines, hits and misses', () => {
    const client = openTestEngine().client()
    client.send('SET', 'a', '1', 'EX', '100')
    client.send('SET', 'b', '1')
    client.send('GET', 'a')
    client.send('GET', 'nosuch')
    const text = client.send('INFO', 'keyspace', 'stats')
    expect(text).toMatch(/db0:keys=2,expires=1,avg_ttl=(99\d\d\d|100000),subexpiry=0\r\n/)
    expect(text).toContain('keyspace_hits:1\r\nkeyspace_misses:1\r\n')
  })

  test('sorts values by powers of two', () => {
    const client = openTestEngine().client()
    client.send('SET', 'empty', '')
    client.send('SET', 'five', '12345')
    client.send('SETRANGE', 'long', '1023', 'a')
    client.send('RPUSH', 'l', '1', '2', '3')
    expect(client.send('INFO', 'keysizes')).toContain(
      'db0_distrib_strings_sizes:0=1,4=1,1K=1\r\ndb0_distrib_lists_items:2=1\r\n',
    )
  })

  test('shortens bytes as Redis does', () => {
    expect([0, 1023, 1024, 1536, 1048576].map(humanBytes)).toEqual([
      '0B',
      '1023B',
      '1.00K',
      '1.50K',
      '1.00M',
    ])
  })
})

describe('LATENCY', () => {
  function spikes(profile = '8.0'): TestClient {
    const clock = new VirtualClock(1_700_000_000_000)
    const config = new Config()
    config.enableDebugCommand = 'yes'
    config.latencyMonitorThresholdMs = 5
    const { client } = openTestEngine({ config, clock, profile: profileNamed(profile) })
    const one = client()
    for (const ms of [10, 20, 30, 40, 50, 60, 15, 11, 45]) {
      one.send('DEBUG', 'SLEEP', String(ms / 1000))
      clock.advance(1000)
      one.received()
    }
    return one
  }

  test('draws what the servers drew of the same spikes', () => {
    expect(spikes().send('LATENCY', 'GRAPH', 'command').split('\n').slice(3, 7)).toEqual([
      '    _#   ',
      '   o||  #',
      '  o|||  |',
      '_#||||o_|',
    ])
  })

  test('tells the newest, the worst and, on Valkey, the sum of all', () => {
    expect(spikes().send('LATENCY', 'LATEST')).toMatch(
      /^\*1\r\n\*4\r\n\$7\r\ncommand\r\n:\d+\r\n:45\r\n:60\r\n$/,
    )
    expect(spikes('valkey-8.1').send('LATENCY', 'LATEST')).toMatch(
      /^\*1\r\n\*6\r\n\$7\r\ncommand\r\n:\d+\r\n:45\r\n:60\r\n:281\r\n:9\r\n$/,
    )
  })

  test('reports in the words of the server', () => {
    expect(spikes('valkey-8.1').send('LATENCY', 'DOCTOR')).toContain(
      '1. command: 9 latency spikes (average 31ms, mean deviation 15ms, period 1.00 sec). Worst all time event 60ms.',
    )
  })

  test('forgets by exact name', () => {
    const client = spikes()
    expect(client.send('LATENCY', 'RESET', 'COMMAND', 'nosuch')).toBe(':0\r\n')
    expect(client.send('LATENCY', 'RESET', 'command')).toBe(':1\r\n')
    expect(client.send('LATENCY', 'GRAPH', 'command')).toBe(
      "-ERR No samples available for event 'command'\r\n",
    )
  })

  test('names the buckets of a histogram as the servers do', () => {
    const labels = Array.from({ length: 8 }, (_, i) => Math.floor(bucketNanos(i) / 1000))
    expect(labels).toEqual([1, 2, 4, 8, 16, 33, 66, 132])
  })
})

describe('MEMORY USAGE', () => {
  // Sizes that Redis 8.0 and Valkey 8.1 answered.
  const CASES: [setup: string[], key: string, redis: number, valkey: number][] = [
    [['SET', 'k1', 'x'], 'k1', 64, 32],
    [['SET', 'i1', '1'], 'i1', 48, 16],
    [['SET', 'k44', 'x'.repeat(44)], 'k44', 96, 64],
    [['SET', 'k45', 'x'.repeat(45)], 'k45', 112, 80],
    [['SET', 'k1000', 'x'.repeat(1000)], 'k1000', 1072, 1040],
    [['SET', 'e', 'v', 'EX', '1000'], 'e', 64, 48],
    [['RPUSH', 'l1', 'e00000'], 'l1', 64, 32],
    [['HSET', 'h1', 'f00000', 'v00000'], 'h1', 80, 48],
    [['SADD', 'is1', '0'], 'is1', 64, 32],
    [['ZADD', 'z1', '0', 'm00000'], 'z1', 80, 48],
  ]

  test.each(CASES)('%j', (setup, key, redis, valkey) => {
    const usage = (profile: string): string => {
      const client = openTestEngine({ profile: profileNamed(profile) }).client()
      client.send(...setup)
      return client.send('MEMORY', 'USAGE', key)
    }
    expect(usage('8.0')).toBe(`:${redis}\r\n`)
    expect(usage('valkey-8.1')).toBe(`:${valkey}\r\n`)
  })
})

describe('SHUTDOWN', () => {
  test('tells whoever started the server, and hangs up on everybody', () => {
    let isShutDown = false
    const { client } = openTestEngine({
      onShutdown: () => {
        isShutDown = true
      },
    })
    const [one, other] = [client(), client()]
    expect(one.send('SHUTDOWN', 'NOSAVE', 'SAVE')).toBe('-ERR syntax error\r\n')
    expect(isShutDown).toBe(false)
    expect(one.send('SHUTDOWN', 'NOSAVE', 'NOW')).toBe('')
    expect([isShutDown, one.isClosed, other.isClosed]).toEqual([true, true, true])
  })
})

test('MONITOR shows the calls of others, and answers a second MONITOR with nothing', () => {
  const { client } = openTestEngine()
  const monitor = client()
  expect(monitor.send('MONITOR')).toBe('+OK\r\n')
  expect(monitor.send('MONITOR')).toBe('')
  client().send('SET', 'a', 'b c\n')
  expect(monitor.received()).toMatch(/^\+\d+\.\d{6} \[0 127\.0\.0\.1:\d+\] "SET" "a" "b c\\n"\r\n$/)
})

test('WAIT for replicas that never come ends at its timeout', () => {
  const clock = new VirtualClock()
  const client = openTestEngine({ clock }).client()
  expect(client.send('WAIT', '0', '0')).toBe(':0\r\n')
  expect(client.send('WAIT', '1', '100')).toBe('')
  clock.advance(100)
  expect(client.received()).toBe(':0\r\n')
})
