import { describe, expect, test } from 'vitest'
import { Config } from '../../command/config.ts'
import { openTestEngine } from '../../engine/engine.test-support.ts'

const pair = (name: string, value: string): string =>
  `*2\r\n$${name.length}\r\n${name}\r\n$${value.length}\r\n${value}\r\n`

describe('CONFIG', () => {
  test('shows a setting once, under the name that was asked for', () => {
    const client = openTestEngine().client()
    expect(client.send('CONFIG', 'GET', 'MaxMemory', 'maxmemory')).toBe(pair('MaxMemory', '0'))
    expect(client.send('CONFIG', 'GET', 'hash-max-ziplist-e*')).toBe(
      pair('hash-max-ziplist-entries', '512'),
    )
  })

  test('changes all of several settings or none', () => {
    const client = openTestEngine().client()
    expect(client.send('CONFIG', 'SET', 'timeout', '5', 'hz', 'abc')).toBe(
      "-ERR CONFIG SET failed (possibly related to argument 'hz') - argument couldn't be parsed into an integer\r\n",
    )
    expect(client.send('CONFIG', 'GET', 'timeout')).toBe(pair('timeout', '0'))
    expect(client.send('CONFIG', 'SET', 'timeout', '5', 'hz', '20')).toBe('+OK\r\n')
    expect(client.send('CONFIG', 'GET', 'timeout')).toBe(pair('timeout', '5'))
  })

  test('a new threshold counts for the next command', () => {
    const client = openTestEngine().client()
    client.send('CONFIG', 'SET', 'set-max-intset-entries', '1')
    client.send('SADD', 's', '1', '2')
    expect(client.send('OBJECT', 'ENCODING', 's')).toContain('listpack')
  })

  test('events are published from the moment they are switched on', () => {
    const { client } = openTestEngine()
    const listener = client()
    listener.send('PSUBSCRIBE', '*')
    const writer = client()
    writer.send('SET', 'a', '1')
    expect(listener.received()).toBe('')
    writer.send('CONFIG', 'SET', 'notify-keyspace-events', 'K$')
    writer.send('SET', 'a', '1')
    expect(listener.received()).toContain('__keyspace@0__:a')
  })

  test('numbers past 2^53 are shown as they were set', () => {
    const client = openTestEngine().client()
    client.send('CONFIG', 'SET', 'maxmemory', '18446744073709551615')
    expect(client.send('CONFIG', 'GET', 'maxmemory')).toBe(
      pair('maxmemory', '18446744073709551615'),
    )
  })

  test('REWRITE writes the file that the server was started with, or says there is none', () => {
    const config = new Config()
    const client = openTestEngine({ config }).client()
    expect(client.send('CONFIG', 'REWRITE')).toBe(
      '-ERR The server is running without a config file\r\n',
    )
    let text = 'hz 10\n'
    config.file = {
      path: '/etc/redis.conf',
      read: () => text,
      write: (written) => {
        text = written
      },
    }
    client.send('CONFIG', 'SET', 'hz', '50')
    expect(client.send('CONFIG', 'REWRITE')).toBe('+OK\r\n')
    expect(text).toBe('hz 50\n')
    config.file = {
      path: '/etc/redis.conf',
      read: () => text,
      write: () => {
        throw new Error('Permission denied')
      },
    }
    expect(client.send('CONFIG', 'REWRITE')).toBe(
      '-ERR Rewriting config file: Permission denied\r\n',
    )
  })

  test('RESETSTAT forgets calls and errors', () => {
    const client = openTestEngine().client()
    client.send('GET', 'a')
    client.send('NOSUCH')
    client.send('CONFIG', 'RESETSTAT')
    const info = client.send('INFO', 'stats', 'errorstats', 'commandstats')
    expect(info).toContain('keyspace_misses:0\r\n')
    expect(info).not.toContain('errorstat_ERR')
    expect(info).not.toContain('cmdstat_get')
  })
})
