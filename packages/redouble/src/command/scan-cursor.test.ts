import { expect, test } from 'vitest'
import { type Profile, profileNamed } from './profile.ts'
import { parseScanCursor } from './scan-cursor.ts'

function read(text: string, profile: string): number | string {
  try {
    return parseScanCursor(text, profileNamed(profile) as Profile)
  } catch (error) {
    return (error as { text: string }).text
  }
}

const INVALID = 'ERR invalid cursor'

test.each([
  ['0', 0],
  ['17', 17],
  ['00', 0],
  ['+1', 1],
  [' 7', 7],
  ['\t7', 7],
  ['7\0rest', 7],
  ['-0', 0],
  ['18446744073709551615', 2 ** 64],
  ['-18446744073709551615', 1],
  ['18446744073709551616', INVALID],
  ['-1', INVALID],
  ['', INVALID],
  [' ', INVALID],
  ['7 ', INVALID],
  ['0x0', INVALID],
  ['1.5', INVALID],
  ['abc', INVALID],
])('the cursor %j is %j', (text, expected) => {
  expect(read(text, '8.0')).toBe(expected)
})

test.each([
  ['', 0],
  ['-1', 2 ** 64],
  [' 7', INVALID],
  ['7', 7],
])('on Redis 7.0 the cursor %j is %j', (text, expected) => {
  expect(read(text, '7.0')).toBe(expected)
})
