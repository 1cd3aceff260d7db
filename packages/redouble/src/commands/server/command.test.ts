import { describe, expect, test } from 'vitest'
import { profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

function connect(profile = '8.0', resp: 2 | 3 = 2): TestClient {
  return openTestEngine({ profile: profileNamed(profile) }).client(resp)
}

const get = (resp: 2 | 3): string => connect('8.0', resp).send('COMMAND', 'INFO', 'GET')

describe('COMMAND', () => {
  test('describes a command, in RESP2 and RESP3, as the server does', () => {
    expect(get(2)).toBe(
      '*1\r\n*10\r\n$3\r\nget\r\n:2\r\n*2\r\n+readonly\r\n+fast\r\n:1\r\n:1\r\n:1\r\n*3\r\n+@read\r\n+@string\r\n+@fast\r\n*0\r\n*1\r\n*6\r\n$5\r\nflags\r\n*2\r\n+RO\r\n+access\r\n$12\r\nbegin_search\r\n*4\r\n$4\r\ntype\r\n$5\r\nindex\r\n$4\r\nspec\r\n*2\r\n$5\r\nindex\r\n:1\r\n$9\r\nfind_keys\r\n*4\r\n$4\r\ntype\r\n$5\r\nrange\r\n$4\r\nspec\r\n*6\r\n$7\r\nlastkey\r\n:0\r\n$7\r\nkeystep\r\n:1\r\n$5\r\nlimit\r\n:0\r\n*0\r\n',
    )
    expect(get(3)).toContain('~3\r\n+@read\r\n+@string\r\n+@fast\r\n~0\r\n~1\r\n%3\r\n$5\r\nflags')
  })

  test('counts and lists what the profile has, and nothing else', () => {
    const names = (profile: string): string => connect(profile).send('COMMAND', 'LIST')
    expect(names('8.0')).toContain('\r\nwaitaof\r\n')
    expect(names('7.0')).not.toContain('\r\nwaitaof\r\n')
    expect(names('valkey-8.1')).toContain('\r\ncommandlog\r\n')
    expect(names('8.0')).not.toContain('\r\ncommandlog\r\n')
    const count = /^\*(\d+)/.exec(names('8.0'))?.[1]
    expect(connect().send('COMMAND', 'COUNT')).toBe(`:${count}\r\n`)
  })

  test('answers null for what it does not know, and leaves it out of the documentation', () => {
    expect(connect().send('COMMAND', 'INFO', 'nosuch', 'config|nosuch')).toBe(
      '*2\r\n$-1\r\n$-1\r\n',
    )
    expect(connect().send('COMMAND', 'DOCS', 'nosuch')).toBe('*0\r\n')
  })

  test('documents arguments by name, type and token', () => {
    const docs = connect().send('COMMAND', 'DOCS', 'memory|usage')
    expect(docs).toContain('$9\r\narguments\r\n*2\r\n')
    expect(docs).toContain(
      '$4\r\nname\r\n$5\r\ncount\r\n$4\r\ntype\r\n$7\r\ninteger\r\n$12\r\ndisplay_text\r\n$5\r\ncount\r\n$5\r\ntoken\r\n$7\r\nSAMPLES\r\n$5\r\nflags\r\n*1\r\n+optional\r\n',
    )
    expect(connect('7.0').send('COMMAND', 'DOCS', 'memory|usage')).not.toContain('display_text')
  })

  test('finds the keys of a call, and tells SET from SET … GET', () => {
    const client = connect()
    expect(client.send('COMMAND', 'GETKEYS', 'MSET', 'a', '1', 'b', '2')).toBe(
      '*2\r\n$1\r\na\r\n$1\r\nb\r\n',
    )
    expect(client.send('COMMAND', 'GETKEYSANDFLAGS', 'set', 'a', 'b')).toBe(
      '*1\r\n*2\r\n$1\r\na\r\n*2\r\n+OW\r\n+update\r\n',
    )
    expect(client.send('COMMAND', 'GETKEYSANDFLAGS', 'set', 'a', 'b', 'get')).toBe(
      '*1\r\n*2\r\n$1\r\na\r\n*3\r\n+RW\r\n+access\r\n+update\r\n',
    )
    expect(client.send('COMMAND', 'GETKEYS', 'config', 'get', 'a')).toBe(
      '-ERR The command has no key arguments\r\n',
    )
    expect(client.send('COMMAND', 'GETKEYS', 'zunion', '3', 'a', 'b')).toBe(
      '-ERR Invalid arguments specified for command\r\n',
    )
  })
})
