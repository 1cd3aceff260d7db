import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type KeysWorld, openKeysWorld } from './keys.test-support.ts'

interface Step {
  readonly cursor: string
  readonly keys: string[]
}

function scan({ me }: KeysWorld, cursor: string, ...options: string[]): Step {
  const reply = me.send('SCAN', cursor, ...options)
  const [next, ...keys] = [...reply.matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map((match) => match[1])
  return { cursor: next, keys }
}

function scanAll(
  world: KeysWorld,
  between: (step: number) => void,
  ...options: string[]
): string[] {
  const found: string[] = []
  let cursor = '0'
  let step = 0
  do {
    const result = scan(world, cursor, ...options)
    found.push(...result.keys)
    cursor = result.cursor
    if (cursor !== '0') between(step++)
  } while (cursor !== '0')
  return found
}

const key = fc.integer({ min: 0, max: 40 }).map((n) => `k${n}`)
const change = fc.record({
  kind: fc.constantFrom('SET', 'DEL', 'RENAME', 'EXPIRE'),
  key,
  other: key,
})

test('keys that are there all the time are found, whatever is changed between the steps', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 40 }),
      fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 10 }),
      (initial, changes, count) => {
        const world = openKeysWorld()
        for (const one of initial) world.send(`SET ${one} v`)
        const touched = new Set<string>()
        const found = scanAll(
          world,
          (step) => {
            for (const one of changes[step] ?? []) {
              touched.add(one.key)
              if (one.kind === 'SET') world.send(`SET ${one.key} v`)
              else if (one.kind === 'DEL') world.send(`DEL ${one.key}`)
              else if (one.kind === 'EXPIRE') {
                world.send(`PEXPIRE ${one.key} 1`)
                world.clock.advance(1)
              } else {
                touched.add(one.other)
                world.send(`RENAME ${one.key} ${one.other}`)
              }
            }
          },
          'COUNT',
          String(count),
        )
        for (const one of initial) if (!touched.has(one)) expect(found).toContain(one)
        const ever = new Set([...initial, ...touched])
        for (const one of found) expect(ever).toContain(one)
      },
    ),
  )
})

test('without changes each key is found once', () => {
  const world = openKeysWorld()
  for (let i = 0; i < 33; i++) world.send(`SET k${i} v`)
  const found = scanAll(world, () => {})
  expect(found).toHaveLength(33)
  expect(new Set(found).size).toBe(33)
  expect(scan(world, '0').keys).toHaveLength(10)
})

test('MATCH and TYPE filter what a step reports, and the last of each counts', () => {
  const world = openKeysWorld()
  world.send('SET string v')
  world.send('RPUSH list v')
  expect(scan(world, '0', 'MATCH', 'l*').keys).toEqual(['list'])
  expect(scan(world, '0', 'TYPE', 'STRING').keys).toEqual(['string'])
  expect(scan(world, '0', 'TYPE', 'foo').keys).toEqual([])
  expect(scan(world, '0', 'MATCH', 'x', 'MATCH', 's*', 'count', '5').keys).toEqual(['string'])
})

test.each([
  ['SCAN abc COUNT abc', '-ERR invalid cursor'],
  ['SCAN 0 COUNT 0', '-ERR syntax error'],
  ['SCAN 0 COUNT abc', '-ERR value is not an integer or out of range'],
  ['SCAN 0 COUNT abc FOO', '-ERR value is not an integer or out of range'],
  ['SCAN 0 MATCH', '-ERR syntax error'],
  ['SCAN 0 10', '-ERR syntax error'],
  ['SCAN 0 NOVALUES', '-ERR NOVALUES option can only be used in HSCAN'],
])('%s is refused', (line, reply) => {
  expect(openKeysWorld().send(line)).toBe(reply)
})

test('a type that Valkey does not know is an error there', () => {
  const world = openKeysWorld('valkey-8.1')
  expect(world.send('SCAN 0 TYPE foo COUNT 0')).toBe("-ERR unknown type name 'foo'")
})

test.each([
  ['7.0', ['0:expired e', '0:keymiss e']],
  ['8.0', ['0:expired e']],
  ['valkey-8.1', []],
])('on %s an expired key of another type is dealt with as %j', (profile, expected) => {
  const world = openKeysWorld(profile)
  world.engine.activeExpireEnabled = false
  world.send('SET e v')
  world.send('PEXPIRE e 10')
  world.clock.advance(10)
  world.events()
  expect(scan(world, '0', 'MATCH', 'x', 'TYPE', 'list').keys).toEqual([])
  expect(world.events()).toEqual([])
  expect(scan(world, '0', 'TYPE', 'list').keys).toEqual([])
  expect(world.events()).toEqual(expected)
})
