import { expect, test } from 'vitest'
import { globMatches } from './glob.ts'

test.each([
  ['*', '', true],
  ['h?llo', 'hallo', true],
  ['h?llo', 'hllo', false],
  ['h*llo', 'heeeello', true],
  ['h[ae]llo', 'hello', true],
  ['h[^e]llo', 'hello', false],
  ['h[a-c]llo', 'hbllo', true],
  ['h[c-a]llo', 'hbllo', true],
  ['h\\*llo', 'h*llo', true],
  ['h\\*llo', 'hello', false],
  ['a[', 'a[', false],
  ['a[b', 'ab', true],
  ['[]a', 'a', false],
  ['**a', 'bba', true],
  ['', '', true],
  ['', 'a', false],
  // Bytes from 0x80 on are negative in C, so this range goes from -1 to 0.
  ['[\x00-\xff]', 'k', false],
  ['[\x00-\xff]', '\xff', true],
  ['[\x80-\xff]', '\xe6', true],
])('%j on %j is %s', (pattern, text, matches) => {
  expect(globMatches(pattern, text)).toBe(matches)
})

test('a pattern of many stars does not take exponential time', () => {
  expect(globMatches(`${'a*'.repeat(40)}b`, 'a'.repeat(60_000))).toBe(false)
})
