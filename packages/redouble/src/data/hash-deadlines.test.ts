import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HashValue } from './hash-value.ts'

const NO_LIMIT = 1e9

const field = fc.integer({ min: 0, max: 20 }).map((n) => `f${n}`)
const at = fc.integer({ min: 0, max: 12 })
const step = fc.oneof(
  fc.record({ op: fc.constant('set' as const), field, at }),
  fc.record({ op: fc.constant('keep' as const), field, at }),
  fc.record({ op: fc.constant('delete' as const), field, at }),
  fc.record({ op: fc.constant('expire' as const), field, at }),
  fc.record({ op: fc.constant('persist' as const), field, at }),
  fc.record({ op: fc.constant('pass' as const), field, at }),
  fc.record({ op: fc.constant('clone' as const), field, at }),
)

interface Slot {
  value: string
  at: number | undefined
}

/** The order of a listpack with deadlines: the earliest first, what never runs out last. */
function isOrdered(hash: HashValue): boolean {
  const times = hash.fields.map((name) => Number(hash.deadlineOf(name) ?? Number.POSITIVE_INFINITY))
  return times.every((time, i) => i === 0 || times[i - 1] <= time)
}

function play(
  steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
  ordered: boolean,
) {
  let hash = new HashValue()
  if (ordered) hash.orderByDeadline()
  const model = new Map<string, Slot>()
  steps.forEach((one, i) => {
    const slot = model.get(one.field)
    const value = String(i)
    switch (one.op) {
      case 'set':
      case 'keep': {
        const keeps = one.op === 'keep'
        hash.set(one.field, value, NO_LIMIT, NO_LIMIT, keeps)
        model.set(one.field, { value, at: keeps ? slot?.at : undefined })
        break
      }
      case 'delete':
        expect(hash.delete(one.field)).toBe(model.delete(one.field))
        break
      case 'expire':
        if (slot === undefined) break
        hash.setDeadline(one.field, one.at)
        slot.at = one.at
        break
      case 'persist':
        expect(hash.persist(one.field)).toBe(slot?.at !== undefined)
        if (slot !== undefined) slot.at = undefined
        break
      case 'pass': {
        const due = [...model].filter((entry) => (entry[1].at ?? Number.NaN) <= one.at)
        expect(hash.removeDue(one.at)).toBe(due.length)
        for (const [name] of due) model.delete(name)
        break
      }
      default:
        hash = hash.clone()
    }
    const times = [...model.values()].flatMap((each) => each.at ?? [])
    expect(hash.size).toBe(model.size)
    expect(hash.deadlineCount).toBe(times.length)
    expect(hash.earliestDeadline()).toBe(times.length === 0 ? undefined : Math.min(...times))
    if (hash.encoding === 'listpackex') expect(isOrdered(hash)).toBe(true)
  })
  for (const [name, slot] of model) {
    expect(hash.get(name)).toBe(slot.value)
    expect(hash.deadlineOf(name)).toBe(slot.at)
  }
}

describe('fields with deadlines', () => {
  test.each([true, false])('agree with a model (ordered: %s)', (ordered) => {
    fc.assert(fc.property(fc.array(step, { maxLength: 80 }), (steps) => play(steps, ordered)))
  })

  test('stand before others of the same deadline, behind earlier ones, before those of none', () => {
    const hash = new HashValue()
    for (const name of ['a', 'b', 'c', 'd']) hash.set(name, name, NO_LIMIT, NO_LIMIT)
    hash.orderByDeadline()
    hash.setDeadline('c', 50)
    hash.setDeadline('d', 40)
    hash.setDeadline('a', 50)
    expect(hash.fields).toEqual(['d', 'a', 'c', 'b'])
    hash.persist('d')
    expect(hash.fields).toEqual(['a', 'c', 'b', 'd'])
    hash.set('c', 'again', NO_LIMIT, NO_LIMIT)
    expect(hash.fields).toEqual(['a', 'b', 'd', 'c'])
  })

  test('make a hash table of a listpack that keeps no order', () => {
    const hash = new HashValue()
    hash.set('a', '1', NO_LIMIT, NO_LIMIT)
    hash.setDeadline('a', 10)
    expect(hash.encoding).toBe('hashtable')
  })

  test('come back from a snapshot in their order, equal deadlines too', () => {
    const hash = HashValue.from(
      [
        ['b', '1', 10],
        ['a', '2', 10],
        ['c', '3'],
      ],
      'listpackex',
    )
    expect(hash.encoding).toBe('listpackex')
    expect(hash.fields).toEqual(['b', 'a', 'c'])
    expect(hash.earliestDeadline()).toBe(10)
    expect(hash.deadlineOf('c')).toBeUndefined()
  })

  test('may lie beyond what a JS number holds exactly', () => {
    const hash = new HashValue()
    hash.set('a', '1', NO_LIMIT, NO_LIMIT)
    hash.setDeadline('a', 2n ** 63n - 1n)
    expect(hash.deadlineOf('a')).toBe(2n ** 63n - 1n)
    expect(hash.isDue('a', Number.MAX_SAFE_INTEGER)).toBe(false)
  })

  test('cost nothing where there are none', () => {
    const hash = new HashValue()
    hash.set('a', '1', NO_LIMIT, NO_LIMIT)
    expect(hash.hasDeadlines).toBe(false)
    expect(hash.removeDue(Number.MAX_SAFE_INTEGER)).toBe(0)
    expect(hash.persist('a')).toBe(false)
    expect(hash.encoding).toBe('listpack')
  })
})
