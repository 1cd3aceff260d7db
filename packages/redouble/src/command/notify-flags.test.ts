import { expect, test } from 'vitest'
import { normaliseNotifyFlags, shownNotifyFlags } from './notify-flags.ts'

test.each([
  ['', ''],
  ['K', 'K'],
  ['EKA', 'AKE'],
  ['$$$ggEK', 'g$KE'],
  ['tdexzhsl$gEK', 'AKE'],
  ['mKEl', 'lKEm'],
])('%j is kept and shown as %j', (given, shown) => {
  const kept = normaliseNotifyFlags(given)
  expect(kept).toBe(shown)
  expect(shownNotifyFlags(kept as string)).toBe(shown)
})

test('new keys stay asked for beside all classes, although that is not shown', () => {
  const kept = normaliseNotifyFlags('KEAmn') as string
  expect(kept).toContain('n')
  expect(shownNotifyFlags(kept)).toBe('AKEm')
  expect(shownNotifyFlags(normaliseNotifyFlags('KEn') as string)).toBe('nKE')
})

test('unknown letters are refused, and so are those that only later servers know', () => {
  expect(normaliseNotifyFlags('KEQ')).toBeNull()
  expect(normaliseNotifyFlags('K E')).toBeNull()
  expect(normaliseNotifyFlags('KEo')).toBeNull()
  expect(normaliseNotifyFlags('KEoc', true)).toBe('ocKE')
})
