import { describe, expect, test } from 'vitest'
import { type ProfileName, profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

const WRONGTYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n'
const SYNTAX = '-ERR syntax error\r\n'

function open(resp: 2 | 3 = 2, profile: ProfileName = '8.0'): TestClient {
  return openTestEngine({ profile: profileNamed(profile) }).client(resp)
}

/** Sends a command line without quotes. */
function ask(client: TestClient, line: string): string {
  return client.send(...line.split(' '))
}

/** The texts of a flat array of bulk strings. */
function texts(reply: string): string[] {
  expect(reply).toMatch(/^\*/)
  return reply.split('\r\n').filter((_, i) => i > 0 && i % 2 === 0)
}

describe('ZADD', () => {
  test('counts new members, and with CH the changed ones too', () => {
    const client = open()
    expect(ask(client, 'ZADD z 1 a 2 b')).toBe(':2\r\n')
    expect(ask(client, 'ZADD z 1 a 5 b 3 c')).toBe(':1\r\n')
    expect(ask(client, 'ZADD z CH 2 a 5 b 4 d')).toBe(':2\r\n')
  })

  test('leaves members alone that NX, XX, GT or LT protect', () => {
    const client = open()
    ask(client, 'ZADD z 5 a')
    expect(ask(client, 'ZADD z NX CH 9 a 1 b')).toBe(':1\r\n')
    expect(ask(client, 'ZADD z XX CH 6 a 1 c')).toBe(':1\r\n')
    expect(ask(client, 'ZADD z GT CH 5 a 7 b 1 d')).toBe(':2\r\n')
    expect(ask(client, 'ZADD z LT CH 9 a 7 b')).toBe(':0\r\n')
    expect(texts(ask(client, 'ZRANGE z 0 -1 WITHSCORES'))).toEqual(['d', '1', 'a', '6', 'b', '7'])
  })

  test('INCR answers the new score, or null when an option forbids it', () => {
    const client = open(3)
    expect(ask(client, 'ZADD z INCR 1.5 a')).toBe(',1.5\r\n')
    expect(ask(client, 'ZADD z INCR 2 a')).toBe(',3.5\r\n')
    expect(ask(client, 'ZADD z GT INCR -1 a')).toBe('_\r\n')
    expect(ask(client, 'ZADD z XX INCR 1 b')).toBe('_\r\n')
    expect(ask(client, 'ZADD z INCR 1 a 2 b')).toMatch(/single increment-element pair/)
  })

  test('adds nothing when one of its scores is none', () => {
    const client = open()
    expect(ask(client, 'ZADD z 1 a x b')).toBe('-ERR value is not a valid float\r\n')
    expect(ask(client, 'EXISTS z')).toBe(':0\r\n')
  })

  test('refuses to add opposite infinities', () => {
    const client = open()
    ask(client, 'ZADD z inf a')
    expect(ask(client, 'ZINCRBY z -inf a')).toBe('-ERR resulting score is not a number (NaN)\r\n')
    expect(ask(client, 'ZSCORE z a')).toBe('$3\r\ninf\r\n')
  })

  test('does not touch the TTL', () => {
    const client = open()
    ask(client, 'ZADD z 1 a')
    ask(client, 'EXPIRE z 100')
    ask(client, 'ZADD z 2 b')
    expect(ask(client, 'TTL z')).toBe(':100\r\n')
  })

  test('makes a skiplist of the 129th member and of a long one', () => {
    const client = open()
    const pairs = Array.from({ length: 128 }, (_, i) => `${i} m${i}`).join(' ')
    ask(client, `ZADD z ${pairs}`)
    expect(ask(client, 'OBJECT ENCODING z')).toBe('$8\r\nlistpack\r\n')
    ask(client, 'ZADD z 1 one-more')
    expect(ask(client, 'OBJECT ENCODING z')).toBe('$8\r\nskiplist\r\n')
    ask(client, `ZADD y 1 ${'x'.repeat(65)}`)
    expect(ask(client, 'OBJECT ENCODING y')).toBe('$8\r\nskiplist\r\n')
  })
})

describe('a score', () => {
  test.each([
    ['0.1', '0.1', '0.10000000000000001'],
    ['1e17', '100000000000000000', '1e+17'],
    ['1e20', '1e+20', '1e+20'],
    ['-inf', '-inf', '-inf'],
    ['3.0', '3', '3'],
  ])('of %s prints as %s, and in Redis 7.0 as %s', (given, modern, old) => {
    for (const [profile, text] of [['8.0', modern] as const, ['7.0', old] as const]) {
      const client = open(3, profile)
      client.send('ZADD', 'z', given, 'm')
      expect(client.send('ZSCORE', 'z', 'm')).toBe(`,${text}\r\n`)
    }
  })

  test('in hex is a score, as a bound only where the server reads bounds so', () => {
    for (const [profile, count] of [['7.0', ':1'] as const, ['8.0', '-ERR min or max'] as const]) {
      const client = open(2, profile)
      expect(ask(client, 'ZADD z 0x10 m')).toBe(':1\r\n')
      expect(ask(client, 'ZCOUNT z 0x10 0x10').startsWith(count)).toBe(true)
    }
  })

  test('too small for a double is refused and as a bound is 0', () => {
    const client = open()
    expect(ask(client, 'ZADD z 1e-400 m')).toBe('-ERR value is not a valid float\r\n')
    ask(client, 'ZADD z 0 m')
    expect(ask(client, 'ZCOUNT z 1e-400 1e400')).toBe(':1\r\n')
  })
})

describe('a range', () => {
  test('has pairs with scores in RESP3 and a flat list in RESP2', () => {
    for (const [resp, reply] of [
      [2, '*2\r\n$1\r\na\r\n$1\r\n1\r\n'],
      [3, '*1\r\n*2\r\n$1\r\na\r\n,1\r\n'],
    ] as const) {
      const client = open(resp)
      ask(client, 'ZADD z 1 a')
      expect(ask(client, 'ZRANGE z 0 -1 WITHSCORES')).toBe(reply)
      expect(ask(client, 'ZRANGEBYSCORE z 1 1 WITHSCORES')).toBe(reply)
      expect(ask(client, 'ZUNION 1 z WITHSCORES')).toBe(reply)
    }
  })

  test('by score takes exclusive bounds, LIMIT and REV', () => {
    const client = open()
    ask(client, 'ZADD z 1 a 2 b 3 c 4 d 5 e')
    expect(texts(ask(client, 'ZRANGE z (1 4 BYSCORE'))).toEqual(['b', 'c', 'd'])
    expect(texts(ask(client, 'ZRANGE z +inf (2 BYSCORE REV LIMIT 1 1'))).toEqual(['d'])
    expect(texts(ask(client, 'ZREVRANGEBYSCORE z 4 -inf LIMIT 2 -1'))).toEqual(['b', 'a'])
    expect(ask(client, 'ZRANGEBYSCORE z 4 1')).toBe('*0\r\n')
    expect(ask(client, 'ZRANGE z 0 1 LIMIT 0 1')).toMatch(/^-ERR syntax error, LIMIT is only/)
  })

  test('by member takes bytes between brackets', () => {
    const client = open()
    ask(client, 'ZADD z 0 a 0 aa 0 b 0 c')
    expect(texts(ask(client, 'ZRANGEBYLEX z [aa (c'))).toEqual(['aa', 'b'])
    expect(texts(ask(client, 'ZREVRANGEBYLEX z + [b'))).toEqual(['c', 'b'])
    expect(ask(client, 'ZLEXCOUNT z - +')).toBe(':4\r\n')
    expect(ask(client, 'ZREMRANGEBYLEX z (a [b')).toBe(':2\r\n')
    expect(ask(client, 'ZRANGEBYLEX z a +')).toMatch(/not valid string range item/)
  })

  test('by member over different scores is read as a listpack is', () => {
    const client = open()
    ask(client, 'ZADD z 1 z 2 a 3 m')
    expect(texts(ask(client, 'ZRANGEBYLEX z [b +'))).toEqual(['z', 'a', 'm'])
    expect(ask(client, 'ZRANGEBYLEX z - [m')).toBe('*0\r\n')
    expect(texts(ask(client, 'ZREVRANGEBYLEX z + [b'))).toEqual(['m'])
  })

  test('stored under a key replaces what was there, an empty one removes it', () => {
    const client = open()
    ask(client, 'ZADD z 1 a 2 b 3 c')
    ask(client, 'SET dst x')
    expect(ask(client, 'ZRANGESTORE dst z 0 1 REV')).toBe(':2\r\n')
    expect(texts(ask(client, 'ZRANGE dst 0 -1'))).toEqual(['b', 'c'])
    expect(ask(client, 'ZRANGESTORE dst z 9 10')).toBe(':0\r\n')
    expect(ask(client, 'EXISTS dst')).toBe(':0\r\n')
  })

  test('that empties its key removes it', () => {
    const client = open()
    ask(client, 'ZADD z 1 a 2 b')
    expect(ask(client, 'ZREMRANGEBYSCORE z -inf +inf')).toBe(':2\r\n')
    expect(ask(client, 'EXISTS z')).toBe(':0\r\n')
  })
})

describe('a rank', () => {
  test('comes with its score from 7.2 on', () => {
    const client = open(3)
    ask(client, 'ZADD z 1 a 2 b 3 c')
    expect(ask(client, 'ZRANK z c')).toBe(':2\r\n')
    expect(ask(client, 'ZREVRANK z c WITHSCORE')).toBe('*2\r\n:0\r\n,3\r\n')
    expect(ask(client, 'ZRANK z none WITHSCORE')).toBe('_\r\n')
    expect(ask(open(2, '7.0'), 'ZRANK z c WITHSCORE')).toMatch(/^-ERR wrong number of arguments/)
  })
})

describe('combining', () => {
  test('weighs and aggregates sorted sets and sets', () => {
    const client = open()
    ask(client, 'ZADD a 1 x 2 y')
    ask(client, 'ZADD b 10 y 20 z')
    ask(client, 'SADD s x z')
    expect(texts(ask(client, 'ZUNION 2 a b WEIGHTS 2 1 AGGREGATE MAX WITHSCORES'))).toEqual([
      ...['x', '2', 'y', '10', 'z', '20'],
    ])
    expect(texts(ask(client, 'ZINTER 2 b s WITHSCORES'))).toEqual(['z', '21'])
    expect(texts(ask(client, 'ZDIFF 2 a s'))).toEqual(['y'])
    expect(ask(client, 'ZINTERCARD 2 a b LIMIT 5')).toBe(':1\r\n')
    expect(ask(client, 'ZUNIONSTORE d 3 a b s')).toBe(':3\r\n')
    expect(texts(ask(client, 'ZRANGE d 0 -1 WITHSCORES'))).toEqual([
      ...['x', '2', 'y', '12', 'z', '21'],
    ])
  })

  test('looks at the keys before the options, and may store into a source', () => {
    const client = open()
    ask(client, 'SET s v')
    ask(client, 'ZADD a 1 x')
    expect(ask(client, 'ZUNION 2 a s NONSENSE')).toBe(WRONGTYPE)
    expect(ask(client, 'ZUNION 1 a NONSENSE')).toBe(SYNTAX)
    expect(ask(client, 'ZUNIONSTORE a 2 a a')).toBe(':1\r\n')
    expect(ask(client, 'ZSCORE a x')).toBe('$1\r\n2\r\n')
  })

  test('infinity times nothing is nothing', () => {
    const client = open()
    ask(client, 'ZADD a inf x')
    expect(texts(ask(client, 'ZUNION 1 a WEIGHTS 0 WITHSCORES'))).toEqual(['x', '0'])
  })
})

describe('ZSCAN and ZRANDMEMBER', () => {
  test('a small set is shown whole, in order, whatever COUNT says', () => {
    const client = open()
    ask(client, 'ZADD z 2 b 1 a 0.1 c')
    expect(ask(client, 'ZSCAN z 0 COUNT 1')).toBe(
      '*2\r\n$1\r\n0\r\n*6\r\n$1\r\nc\r\n$3\r\n0.1\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n',
    )
  })

  test('a walk with a pattern finds every match once, and hides scores for Valkey', () => {
    const client = open(2, 'valkey-8.1')
    const pairs = Array.from({ length: 500 }, (_, i) => `${i} m${i}`).join(' ')
    ask(client, `ZADD z ${pairs}`)
    const found: string[] = []
    let cursor = '0'
    do {
      const reply = ask(client, `ZSCAN z ${cursor} MATCH m?1 NOSCORES`)
      cursor = reply.split('\r\n')[2]
      found.push(...reply.split('\r\n').filter((word) => /^m\d+$/.test(word)))
    } while (cursor !== '0')
    expect(found.sort()).toEqual(Array.from({ length: 9 }, (_, i) => `m${i + 1}1`))
    expect(ask(open(), 'ZSCAN z 0 NOSCORES')).toBe('*2\r\n$1\r\n0\r\n*0\r\n')
  })

  test('a positive count picks different members, a negative one any', () => {
    const client = open()
    const pairs = Array.from({ length: 50 }, (_, i) => `${i} m${i}`).join(' ')
    ask(client, `ZADD z ${pairs}`)
    for (const count of [1, 10, 40, 49]) {
      expect(new Set(texts(ask(client, `ZRANDMEMBER z ${count}`))).size).toBe(count)
    }
    const many = texts(ask(client, 'ZRANDMEMBER z -500'))
    expect(many).toHaveLength(500)
    expect(new Set(many).size).toBeGreaterThan(30)
    expect(texts(ask(client, 'ZRANDMEMBER z 99'))).toHaveLength(50)
  })
})
