import { beforeEach, describe, expect, test } from 'vitest'
import { profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

let client: TestClient

beforeEach(() => {
  client = openTestEngine().client()
})

function add(name: string, ...vector: number[]): string {
  return client.send('VADD', 'k', 'VALUES', vector.length, ...vector, name)
}

describe('an element', () => {
  test('is new once, and answers with its vector as it is kept', () => {
    expect(add('a', 3, 2, 1)).toBe(':1\r\n')
    expect(add('a', 3, 2, 1)).toBe(':0\r\n')
    expect(client.send('VEMB', 'k', 'a')).toBe(
      '*3\r\n$1\r\n3\r\n$17\r\n2.007874011993408\r\n$17\r\n0.992125928401947\r\n',
    )
    expect(client.send('VEMB', 'k', 'a', 'RAW')).toBe(
      '*4\r\n+int8\r\n$3\r\n\x7fU*\r\n$18\r\n3.7416574954986572\r\n$18\r\n0.8017836809158325\r\n',
    )
  })

  test('must fit the set', () => {
    add('a', 1, 2, 3)
    expect(add('b', 1, 2)).toBe('-ERR Vector dimension mismatch - got 2 but set has 3\r\n')
    expect(client.send('VADD', 'k', 'VALUES', 1, 1, 'b', 'BIN')).toBe(
      '-ERR asked quantization mismatch with existing vector set\r\n',
    )
    expect(client.send('VADD', 'k', 'REDUCE', 2, 'VALUES', 3, 1, 2, 3, 'b')).toBe(
      '-ERR cannot add projection to existing set without projection\r\n',
    )
  })

  test('that is the last takes the key with it', () => {
    add('a', 1)
    expect(client.send('TYPE', 'k')).toBe('+vectorset\r\n')
    expect(client.send('VREM', 'k', 'a')).toBe(':1\r\n')
    expect(client.send('EXISTS', 'k')).toBe(':0\r\n')
  })
})

describe('similar elements', () => {
  beforeEach(() => {
    for (const [name, x, y] of [
      ['a', 1, 0],
      ['b', 1, 0.5],
      ['c', 1, 1],
      ['d', 0, 1],
    ] as const) {
      client.send('VADD', 'e', 'VALUES', 2, x, y, name, 'NOQUANT', 'SETATTR', `{"x":${x}}`)
    }
  })

  test('come nearest first, with scores where asked', () => {
    expect(client.send('VSIM', 'e', 'VALUES', 2, 1, 0, 'COUNT', 2, 'WITHSCORES')).toBe(
      '*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$18\r\n0.9472135901451111\r\n',
    )
    expect(client.send('VSIM', 'e', 'ELE', 'd', 'COUNT', 2)).toBe('*2\r\n$1\r\nd\r\n$1\r\nc\r\n')
  })

  test('pass a filter first, and lie within a distance', () => {
    expect(client.send('VSIM', 'e', 'ELE', 'a', 'FILTER', '.x == 0')).toBe('*1\r\n$1\r\nd\r\n')
    expect(client.send('VSIM', 'e', 'ELE', 'a', 'FILTER', '.x = 0')).toBe(
      '-ERR syntax error in FILTER expression near:  0\r\n',
    )
    const within = ['VSIM', 'e', 'ELE', 'a', 'EPSILON', '0.15']
    expect(client.send(...within)).toBe('*2\r\n$1\r\na\r\n$1\r\nb\r\n')
  })

  test('of an absent key are none, whatever else is said', () => {
    expect(client.send('VSIM', 'none', 'ELE', 'a', 'NONSENSE')).toBe('*0\r\n')
  })
})

test('a key that is opened for writing breaks a WATCH though nothing changes', () => {
  add('a', 1)
  client.send('WATCH', 'k')
  client.send('VREM', 'k', 'nobody')
  client.send('MULTI')
  expect(client.send('EXEC')).toBe('*-1\r\n')
})

test('a module names its commands in capitals, and others do not know them', () => {
  expect(client.send('vadd', 'k')).toBe("-ERR wrong number of arguments for 'VADD' command\r\n")
  add('a', 1)
  expect(client.send('COPY', 'k', 'l')).toBe('-ERR not supported for this module key\r\n')
  const old = openTestEngine({ profile: profileNamed('7.0') }).client()
  expect(old.send('VADD', 'k')).toContain("unknown command 'VADD'")
})

test('a dump brings the elements, their vectors and their attributes', () => {
  client.send('VADD', 'k', 'VALUES', 3, 1, 2, 3, 'a', 'NOQUANT', 'SETATTR', '{"year":1984}')
  client.send('VADD', 'k', 'VALUES', 3, 3, 2, 1, 'b', 'NOQUANT')
  const reply = client.send('DUMP', 'k')
  const payload = reply.slice(reply.indexOf('\n') + 1, -2)
  expect(client.send('RESTORE', 'copy', 0, payload)).toBe('+OK\r\n')
  for (const look of [
    ['VEMB', 'b'],
    ['VGETATTR', 'a'],
    ['VSIM', 'VALUES', 3, 1, 2, 2],
  ]) {
    const [command, ...rest] = look
    expect(client.send(command, 'copy', ...rest)).toBe(client.send(command, 'k', ...rest))
  }
})
