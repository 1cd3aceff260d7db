import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Agenda, type Appointment } from './agenda.ts'

function takeAll(agenda: Agenda<string>): string[] {
  const taken: string[] = []
  for (let next = agenda.earliest(); next !== undefined; next = agenda.earliest()) {
    taken.push(next.item)
    agenda.cancel(next)
  }
  return taken
}

test('the earliest comes first, and of equal ones the one that was added first', () => {
  const agenda = new Agenda<string>()
  agenda.add(20, 'late')
  agenda.add(10, 'first of two')
  agenda.add(10, 'second of two')
  agenda.add(5, 'early')
  expect(takeAll(agenda)).toEqual(['early', 'first of two', 'second of two', 'late'])
})

test('a cancelled appointment is gone at once and cannot be cancelled twice', () => {
  const agenda = new Agenda<string>()
  const appointment = agenda.add(1, 'a')
  expect(agenda.cancel(appointment)).toBe(true)
  expect(agenda.size).toBe(0)
  expect(agenda.cancel(appointment)).toBe(false)
})

test('an agenda is a sorted list, whatever is added and cancelled in whatever order', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), at: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ kind: fc.constant('cancel' as const), nth: fc.nat() }),
    fc.record({ kind: fc.constant('take' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const agenda = new Agenda<number>()
      const model: Appointment<number>[] = []
      steps.forEach((one, i) => {
        if (one.kind === 'add') model.push(agenda.add(one.at, i))
        else if (one.kind === 'cancel' && model.length > 0) {
          const [gone] = model.splice(one.nth % model.length, 1)
          expect(agenda.cancel(gone)).toBe(true)
        } else if (one.kind === 'take') {
          const next = agenda.earliest()
          // The model is in the order of adding, so a stable sort breaks ties as the agenda has to.
          const [expected] = [...model].sort((a, b) => a.at - b.at)
          expect(next).toBe(expected)
          if (next === undefined) return
          agenda.cancel(next)
          model.splice(model.indexOf(next), 1)
        }
        expect(agenda.size).toBe(model.length)
      })
    }),
  )
})
