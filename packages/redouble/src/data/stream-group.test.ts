import { describe, expect, test } from 'vitest'
import { idText, type StreamId } from './stream-id.ts'
import { StreamGroup, StreamGroups } from './stream-group.ts'
import type { PendingList } from './stream-group.ts'

const id = (ms: number): StreamId => ({ ms, seq: 1 })
const ids = (list: PendingList): string[] => [...list].map((one) => idText(one.id))

function groupOfTwo(): StreamGroup {
  const group = new StreamGroup('g', id(0), 0)
  const alice = group.addConsumer('alice', 100)
  const bob = group.addConsumer('bob', 100)
  for (const ms of [1, 2, 4]) group.deliver(id(ms), alice, 200)
  group.deliver(id(3), bob, 300)
  return group
}

describe('a group', () => {
  test('knows what is pending by itself and by its consumers', () => {
    const group = groupOfTwo()
    const [alice, bob] = group.consumers
    expect(ids(group.pending)).toEqual(['1-1', '2-1', '3-1', '4-1'])
    expect(ids(alice.pending)).toEqual(['1-1', '2-1', '4-1'])
    expect(ids(bob.pending)).toEqual(['3-1'])
    expect(group.acknowledge(id(2))).toBe(true)
    expect(group.acknowledge(id(2))).toBe(false)
    expect([ids(group.pending), ids(alice.pending)]).toEqual([
      ['1-1', '3-1', '4-1'],
      ['1-1', '4-1'],
    ])
  })

  test('delivers again to another consumer, as for the first time', () => {
    const group = groupOfTwo()
    const [alice, bob] = group.consumers
    const pending = group.deliver(id(2), bob, 900)
    expect(pending).toMatchObject({ consumer: bob, deliveredAt: 900, deliveryCount: 1 })
    expect([ids(alice.pending), ids(bob.pending)]).toEqual([
      ['1-1', '4-1'],
      ['2-1', '3-1'],
    ])
    expect(group.pending.size).toBe(4)
  })

  test('loses with a consumer what that one had', () => {
    const group = groupOfTwo()
    expect(group.removeConsumer('alice')).toBe(3)
    expect(group.removeConsumer('alice')).toBeUndefined()
    expect(ids(group.pending)).toEqual(['3-1'])
    expect(group.consumers.map(({ name }) => name)).toEqual(['bob'])
  })

  test('lists its consumers by the bytes of their names', () => {
    const group = new StreamGroup('g', id(0), null)
    for (const name of ['b', 'Z', '', 'aa', '\xff', 'a']) group.addConsumer(name, 1)
    expect(group.consumers.map(({ name }) => name)).toEqual(['', 'Z', 'a', 'aa', 'b', '\xff'])
  })

  test('copies as a whole: what the copy does is not the original’s', () => {
    const group = groupOfTwo()
    const copy = group.clone()
    copy.consumers[0].activeAt = 777
    copy.acknowledge(id(1))
    const moved = copy.pending.get(id(2))
    if (moved !== undefined) copy.handOver(moved, copy.consumers[1])
    expect(ids(group.pending)).toEqual(['1-1', '2-1', '3-1', '4-1'])
    expect(ids(group.consumers[0].pending)).toEqual(['1-1', '2-1', '4-1'])
    expect(group.consumers[0].activeAt).toBe(-1)
    expect(ids(copy.consumers[1].pending)).toEqual(['2-1', '3-1'])
    expect(group.pending.get(id(2))?.consumer).toBe(group.consumers[0])
  })
})

describe('groups', () => {
  test('an entry is awaited until each has it and has acknowledged it', () => {
    const groups = new StreamGroups()
    expect(groups.isAwaited(id(1))).toBe(false)
    const first = new StreamGroup('first', id(0), 0)
    const second = new StreamGroup('second', id(5), 0)
    groups.add(first)
    groups.add(second)
    expect(groups.isAwaited(id(1))).toBe(true)
    first.deliver(id(1), first.addConsumer('c', 1), 1)
    groups.moveTo(first, id(1))
    expect(groups.isAwaited(id(1))).toBe(true)
    first.acknowledge(id(1))
    expect(groups.isAwaited(id(1))).toBe(false)
    expect(groups.isAwaited(id(2))).toBe(true)
  })

  test('remember the least last id although its group is gone, as Redis 8.2 does', () => {
    const groups = new StreamGroups()
    groups.add(new StreamGroup('ahead', id(5), 0))
    groups.add(new StreamGroup('behind', id(0), 0))
    expect(groups.isAwaited(id(1))).toBe(true)
    groups.remove('behind')
    expect(groups.isAwaited(id(1))).toBe(true)
    expect(groups.clone().isAwaited(id(1))).toBe(false)
  })

  test('forget an entry in all of them', () => {
    const groups = new StreamGroups()
    for (const name of ['b', 'a']) {
      const group = new StreamGroup(name, id(0), 0)
      group.deliver(id(1), group.addConsumer('c', 1), 1)
      groups.add(group)
    }
    groups.forget(id(1))
    expect(groups.all.map(({ name, pending }) => [name, pending.size])).toEqual([
      ['a', 0],
      ['b', 0],
    ])
  })
})
