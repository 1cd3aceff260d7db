import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from './clock.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

test("the system clock follows a test runner's fake timers", () => {
  const fired = vi.fn()
  systemClock.setTimer(fired, 5000)
  vi.advanceTimersByTime(4999)
  expect(fired).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(fired).toHaveBeenCalledOnce()
  expect(systemClock.now()).toBe(1_005_000)
})

test('a delay beyond what Node can hold does not fire at once', () => {
  const fired = vi.fn()
  const days = 60 * 24 * 3600 * 1000
  systemClock.setTimer(fired, days)
  vi.advanceTimersByTime(days - 1)
  expect(fired).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(fired).toHaveBeenCalledOnce()
})

test('a cleared timer never fires, not even one that had to be armed twice', () => {
  const fired = vi.fn()
  const timer = systemClock.setTimer(fired, 2 ** 32)
  vi.advanceTimersByTime(2 ** 31)
  timer.clear()
  vi.advanceTimersByTime(2 ** 33)
  expect(fired).not.toHaveBeenCalled()
})
