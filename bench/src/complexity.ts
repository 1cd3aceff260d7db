import { Driver, encode } from './driver.ts'
import { median, plainFigure } from './figures.ts'
import type { Suite } from './suite.ts'

type Fill = (driver: Driver, size: number) => void

const fillKeys: Fill = (driver, size) => {
  for (let i = 0; i < size; i++) driver.send('SET', `key:${i}`, i)
}
const fillList: Fill = (driver, size) => {
  for (let i = 0; i < size; i++) driver.send('RPUSH', 'k', `element:${i}`)
}
const fillHash: Fill = (driver, size) => {
  for (let i = 0; i < size; i++) driver.send('HSET', 'k', `field:${i}`, i)
}
const fillSet: Fill = (driver, size) => {
  for (let i = 0; i < size; i++) driver.send('SADD', 'k', `member:${i}`)
}
const fillSortedSet: Fill = (driver, size) => {
  for (let i = 0; i < size; i++) driver.send('ZADD', 'k', (i * 7919) % size, `member:${i}`)
}
const fillStream: Fill = (driver, size) => {
  for (let i = 1; i <= size; i++) driver.send('XADD', 'k', `${i}-0`, 'field', i)
}
const fillString: Fill = (driver, size) => driver.send('SETRANGE', 'k', size, 'x')

/** Commands that Redis documents as O(1) or O(log n), each undone by the second where it must be. */
const CASES: readonly (readonly [string, Fill, readonly (readonly string[])[]])[] = [
  ['GET', fillKeys, [['GET', 'key:500']]],
  [
    'SET + DEL',
    fillKeys,
    [
      ['SET', 'new', '1'],
      ['DEL', 'new'],
    ],
  ],
  [
    'EXPIRE + PERSIST',
    fillKeys,
    [
      ['EXPIRE', 'key:500', '100'],
      ['PERSIST', 'key:500'],
    ],
  ],
  ['RANDOMKEY', fillKeys, [['RANDOMKEY']]],
  ['SCAN 0', fillKeys, [['SCAN', '0']]],
  ['SETBIT', fillString, [['SETBIT', 'k', '77', '1']]],
  ['SETRANGE', fillString, [['SETRANGE', 'k', '77', 'abc']]],
  ['GETRANGE', fillString, [['GETRANGE', 'k', '70', '80']]],
  [
    'APPEND + STRLEN',
    fillString,
    [
      ['APPEND', 'k', 'x'],
      ['STRLEN', 'k'],
    ],
  ],
  [
    'LPUSH + LPOP',
    fillList,
    [
      ['LPUSH', 'k', 'x'],
      ['LPOP', 'k'],
    ],
  ],
  [
    'RPUSH + RPOP',
    fillList,
    [
      ['RPUSH', 'k', 'x'],
      ['RPOP', 'k'],
    ],
  ],
  ['LRANGE 0 9', fillList, [['LRANGE', 'k', '0', '9']]],
  ['LLEN', fillList, [['LLEN', 'k']]],
  [
    'HSET + HDEL',
    fillHash,
    [
      ['HSET', 'k', 'new', '1'],
      ['HDEL', 'k', 'new'],
    ],
  ],
  ['HGET', fillHash, [['HGET', 'k', 'field:500']]],
  ['HINCRBY', fillHash, [['HINCRBY', 'k', 'field:500', '1']]],
  ['HRANDFIELD', fillHash, [['HRANDFIELD', 'k']]],
  ['HSCAN 0', fillHash, [['HSCAN', 'k', '0']]],
  [
    'SADD + SREM',
    fillSet,
    [
      ['SADD', 'k', 'new'],
      ['SREM', 'k', 'new'],
    ],
  ],
  ['SISMEMBER', fillSet, [['SISMEMBER', 'k', 'member:500']]],
  ['SRANDMEMBER', fillSet, [['SRANDMEMBER', 'k']]],
  [
    'SPOP + SADD',
    fillSet,
    [
      ['SPOP', 'k'],
      ['SADD', 'k', 'new'],
    ],
  ],
  [
    'ZADD + ZREM',
    fillSortedSet,
    [
      ['ZADD', 'k', '500', 'new'],
      ['ZREM', 'k', 'new'],
    ],
  ],
  ['ZINCRBY', fillSortedSet, [['ZINCRBY', 'k', '1', 'member:500']]],
  ['ZSCORE', fillSortedSet, [['ZSCORE', 'k', 'member:500']]],
  ['ZRANK', fillSortedSet, [['ZRANK', 'k', 'member:500']]],
  ['ZCOUNT', fillSortedSet, [['ZCOUNT', 'k', '100', '900']]],
  ['ZRANGE middle', fillSortedSet, [['ZRANGE', 'k', '490', '499']]],
  [
    'ZRANGEBYSCORE LIMIT',
    fillSortedSet,
    [['ZRANGEBYSCORE', 'k', '500', '+inf', 'LIMIT', '0', '10']],
  ],
  [
    'ZPOPMIN + ZADD',
    fillSortedSet,
    [
      ['ZPOPMIN', 'k'],
      ['ZADD', 'k', '0', 'member:0'],
    ],
  ],
  ['XADD', fillStream, [['XADD', 'k', '*', 'f', 'v']]],
  ['XRANGE COUNT', fillStream, [['XRANGE', 'k', '500-0', '+', 'COUNT', '10']]],
  ['XLEN', fillStream, [['XLEN', 'k']]],
]
const SMALL = 1000

export const complexity: Suite = {
  name: 'complexity',
  title: 'Cost at 10^6 as a multiple of the cost at 10^3 (O(1) and O(log n) stay near 1 to 3)',
  async run(bench) {
    const wanted = CASES.filter(([name]) => bench.wants('complexity', name))
    const size = bench.quick ? 30_000 : 1_000_000
    const fills = new Map<Fill, typeof wanted>()
    for (const one of wanted) fills.set(one[1], [...(fills.get(one[1]) ?? []), one])
    for (const [fill, cases] of fills) {
      const small = filled(fill, SMALL)
      const big = filled(fill, size)
      for (const [name, , commands] of cases) {
        const requests = commands.map((argv) => encode(argv))
        const ratios: number[] = []
        for (let round = 0; round < 7; round++)
          ratios.push(cost(big, requests) / cost(small, requests))
        bench.report(plainFigure('complexity', name, median(ratios), `times at ${size}`))
      }
      small.stop()
      big.stop()
    }
  },
}

function filled(fill: Fill, size: number): Driver {
  const driver = new Driver()
  fill(driver, size)
  return driver
}

function cost(driver: Driver, requests: readonly Buffer[]): number {
  const count = 3000
  const started = performance.now()
  for (let i = 0; i < count; i++) for (const request of requests) driver.sendEncoded(request)
  return performance.now() - started
}
