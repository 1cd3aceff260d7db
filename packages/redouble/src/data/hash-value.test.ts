import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HashValue } from './hash-value.ts'

const NO_LIMIT = 1e9

function filled(count: number, maxEntries = NO_LIMIT): HashValue {
  const hash = new HashValue()
  for (let i = 0; i < count; i++) hash.set(`f${i}`, `v${i}`, maxEntries, NO_LIMIT)
  return hash
}

/** All fields that a whole walk shows; `between` runs after each step. */
function walk(hash: HashValue, count: number, between: () => void = () => {}): Set<string> {
  const seen = new Set<string>()
  let cursor = 0
  do {
    cursor = hash.scan(cursor, count, (field) => seen.add(field))
    between()
  } while (cursor !== 0)
  return seen
}

const field = fc.integer({ min: 0, max: 30 }).map((n) => `f${n}`)
const step = fc.oneof(
  fc.record({ op: fc.constant('set' as const), field, value: fc.string() }),
  fc.record({ op: fc.constant('delete' as const), field }),
  fc.record({ op: fc.constant('convert' as const), field }),
  fc.record({ op: fc.constant('clone' as const), field }),
)

describe('a hash', () => {
  test('holds what a map would, whatever its encoding', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        let hash = new HashValue()
        const model = new Map<string, string>()
        for (const one of steps) {
          if (one.op === 'set') {
            const isNew = !model.has(one.field)
            expect(hash.set(one.field, one.value, NO_LIMIT, NO_LIMIT)).toBe(isNew)
            model.set(one.field, one.value)
          } else if (one.op === 'delete') {
            expect(hash.delete(one.field)).toBe(model.delete(one.field))
          } else if (one.op === 'convert') hash.convert()
          else hash = hash.clone()
          expect(hash.size).toBe(model.size)
          expect(hash.get(one.field)).toBe(model.get(one.field))
        }
        const pairs = hash.fields.map((name, i) => [name, hash.values[i]])
        if (hash.encoding === 'listpack') expect(pairs).toEqual([...model])
        else expect(new Map(pairs as [string, string][])).toEqual(model)
        for (const name of model.keys()) expect(hash.get(name)).toBe(model.get(name))
      }),
    )
  })

  test('keeps the order of insertion as a listpack through removals', () => {
    const hash = filled(20)
    hash.delete('f3')
    hash.delete('f0')
    hash.set('f3', 'again', NO_LIMIT, NO_LIMIT)
    expect(hash.fields.slice(0, 3)).toEqual(['f1', 'f2', 'f4'])
    expect(hash.fields.at(-1)).toBe('f3')
    expect(hash.get('f19')).toBe('v19')
  })

  test('becomes a hash table past the limits and stays one', () => {
    const many = filled(4, 3)
    expect(many.encoding).toBe('hashtable')
    many.delete('f0')
    many.delete('f1')
    expect(many.encoding).toBe('hashtable')
    const long = new HashValue()
    long.set('f', '12345', 10, 5)
    expect(long.encoding).toBe('listpack')
    long.set('f', '123456', 10, 5)
    expect(long.encoding).toBe('hashtable')
    const longField = new HashValue()
    longField.set('123456', '', 10, 5)
    expect(longField.encoding).toBe('hashtable')
  })

  test('does not change with its clone', () => {
    const hash = filled(20)
    const copy = hash.clone()
    hash.set('f1', 'changed', NO_LIMIT, NO_LIMIT)
    hash.delete('f2')
    expect(copy.get('f1')).toBe('v1')
    expect(copy.get('f2')).toBe('v2')
  })
})

describe('walking through a hash', () => {
  test('shows a listpack whole, whatever the cursor and the count', () => {
    const seen: string[] = []
    expect(filled(20).scan(7, 1, (name) => seen.push(name))).toBe(0)
    expect(seen).toHaveLength(20)
  })

  test('shows every field that stays, while others come and go', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.integer({ min: 0, max: 39 }), { maxLength: 40 }),
        (count, victims) => {
          const hash = filled(40, 3)
          const queue = [...victims]
          const seen = walk(hash, count, () => {
            const victim = queue.pop()
            if (victim === undefined) return
            hash.delete(`f${victim}`)
            hash.set(`new${victim}`, '', NO_LIMIT, NO_LIMIT)
          })
          for (let i = 0; i < 40; i++) {
            if (hash.has(`f${i}`)) expect(seen.has(`f${i}`)).toBe(true)
          }
        },
      ),
    )
  })

  test('ends when the cursor lies past the end', () => {
    const hash = filled(5, 1)
    const seen: string[] = []
    expect(hash.scan(1e19, 10, (name) => seen.push(name))).toBe(0)
    expect(seen).toHaveLength(5)
  })
})
