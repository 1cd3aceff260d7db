import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareIds, idText, LEAST_ID, type StreamId } from './stream-id.ts'
import { StreamIdList } from './stream-id-list.ts'

interface Item {
  readonly id: StreamId
}

const at = (ms: number): Item => ({ id: { ms, seq: 0 } })
const ids = (list: StreamIdList<Item>): string[] => [...list].map(({ id }) => idText(id))

describe('a list by ids', () => {
  test('holds what a sorted array would, whatever goes in and out', () => {
    const step = fc.tuple(fc.boolean(), fc.nat(400))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 900 }), fc.nat(400), (steps, from) => {
        const list = new StreamIdList<Item>()
        let model: Item[] = []
        for (const [isAdd, ms] of steps) {
          const item = at(ms)
          const known = model.find(({ id }) => compareIds(id, item.id) === 0)
          expect(list.get(item.id)).toBe(known)
          if (!isAdd) {
            expect(list.delete(item.id)).toBe(known)
            model = model.filter((one) => one !== known)
          } else if (known === undefined) {
            list.add(item)
            model.push(item)
          }
        }
        model.sort((a, b) => compareIds(a.id, b.id))
        expect([...list]).toEqual(model)
        expect(list.size).toBe(model.length)
        expect(list.first).toBe(model[0])
        expect(list.last).toBe(model.at(-1))
        const behind = model.filter(({ id }) => compareIds(id, at(from).id) >= 0)
        expect(list.atOrAfter(at(from).id)).toBe(behind[0])
        const seen: Item[] = []
        list.visit(at(from).id, (item) => seen.push(item) < 5)
        expect(seen).toEqual(behind.slice(0, 5))
      }),
      { numRuns: 60 },
    )
  })

  test('stays in order when it is filled from behind and emptied from the front', () => {
    const list = new StreamIdList<Item>()
    for (let ms = 1000; ms > 0; ms--) list.add(at(ms))
    for (let ms = 1; ms <= 990; ms++) expect(list.delete(at(ms).id)?.id.ms).toBe(ms)
    expect(ids(list)).toEqual(Array.from({ length: 10 }, (_, i) => `${991 + i}-0`))
    expect(list.delete(LEAST_ID)).toBeUndefined()
    expect(list.delete(at(2000).id)).toBeUndefined()
  })
})
