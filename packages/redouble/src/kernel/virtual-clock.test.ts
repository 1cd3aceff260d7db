import fc from 'fast-check'
import { expect, test } from 'vitest'
import { VirtualClock } from './virtual-clock.ts'

test('time stands still until it is advanced', () => {
  const clock = new VirtualClock(1_000)
  expect([clock.now(), clock.nowMicros(), clock.monotonicMicros()]).toEqual([1_000, 1_000_000, 0])
  clock.advance(250)
  expect([clock.now(), clock.nowMicros(), clock.monotonicMicros()]).toEqual([
    1_250, 1_250_000, 250_000,
  ])
})

test('fractions of a millisecond add up and show in the microseconds only', () => {
  const clock = new VirtualClock(0)
  for (let i = 0; i < 9; i++) clock.advance(0.1)
  expect([clock.now(), clock.nowMicros()]).toEqual([0, 900])
  clock.advance(0.1)
  expect(clock.now()).toBe(1)
})

test('timers fire in the order of their deadlines and see the clock at their own', () => {
  const clock = new VirtualClock(0)
  const fired: [string, number][] = []
  clock.setTimer(() => fired.push(['b', clock.now()]), 20)
  clock.setTimer(() => fired.push(['a', clock.now()]), 10)
  clock.setTimer(() => fired.push(['b again', clock.now()]), 20)
  clock.setTimer(() => fired.push(['c', clock.now()]), 31)
  clock.advance(30)
  expect(fired).toEqual([
    ['a', 10],
    ['b', 20],
    ['b again', 20],
  ])
  expect(clock.now()).toBe(30)
  expect(clock.pendingTimers).toBe(1)
  expect(clock.untilNextTimer).toBe(1)
})

test('a timer that a timer sets fires in the same movement when it comes due within it', () => {
  const clock = new VirtualClock(0)
  const fired: number[] = []
  const tick = (): void => {
    fired.push(clock.now())
    clock.setTimer(tick, 10)
  }
  clock.setTimer(tick, 10)
  clock.advance(35)
  expect(fired).toEqual([10, 20, 30])
})

test('a timer that sets itself again without a delay does not stop time', () => {
  const clock = new VirtualClock(0)
  let count = 0
  const tick = (): void => {
    count++
    clock.setTimer(tick, 0)
  }
  tick()
  clock.advance(5)
  expect(count).toBe(6)
  expect(clock.now()).toBe(5)
})

test('a cleared timer never fires, even when another one of the same moment clears it', () => {
  const clock = new VirtualClock(0)
  const fired: string[] = []
  const early = clock.setTimer(() => fired.push('early'), 5)
  early.clear()
  clock.setTimer(() => second.clear(), 10)
  const second = clock.setTimer(() => fired.push('second'), 10)
  clock.advance(10)
  expect(fired).toEqual([])
  expect(clock.pendingTimers).toBe(0)
  expect(clock.untilNextTimer).toBeUndefined()
})

test('an error in a callback passes through and leaves the clock usable', () => {
  const clock = new VirtualClock(0)
  const fired: string[] = []
  clock.setTimer(() => {
    throw new Error('of the callback')
  }, 10)
  clock.setTimer(() => fired.push('next'), 20)
  expect(() => clock.advance(100)).toThrow('of the callback')
  expect(clock.now()).toBe(10)
  clock.advance(10)
  expect(fired).toEqual(['next'])
})

test('a callback may advance the clock: time never goes back', () => {
  const clock = new VirtualClock(0)
  const seen: number[] = []
  clock.setTimer(() => clock.advance(50), 10)
  clock.setTimer(() => seen.push(clock.now()), 20)
  clock.setTimer(() => seen.push(clock.now()), 70)
  clock.advance(30)
  expect(seen).toEqual([20])
  expect(clock.now()).toBe(60)
})

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('advancing by %d is refused', (ms) => {
  const clock = new VirtualClock(0)
  expect(() => clock.advance(ms)).toThrow(
    expect.objectContaining({ code: 'REDOUBLE_CLOCK_ADVANCE' }) as Error,
  )
  expect(clock.now()).toBe(0)
})

test('it does not matter in how many steps time moves', () => {
  const delays = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 20 })
  const steps = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 20 })
  fc.assert(
    fc.property(delays, steps, (timers, moves) => {
      const run = (advances: number[]): [number, number][] => {
        const clock = new VirtualClock(0)
        const fired: [number, number][] = []
        timers.forEach((delay, i) => {
          clock.setTimer(() => fired.push([i, clock.now()]), delay)
        })
        for (const ms of advances) clock.advance(ms)
        return fired
      }
      const total = moves.reduce((sum, ms) => sum + ms, 0)
      expect(run(moves)).toEqual(run([total]))
    }),
  )
})
