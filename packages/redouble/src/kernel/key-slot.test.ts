import { expect, test } from 'vitest'
import { keySlot } from './key-slot.ts'

// What Valkey 9 answers to CLUSTER KEYSLOT.
test.each([
  ['', 0],
  ['123456789', 12739],
  ['a', 15495],
  ['{user1000}.following', 3443],
  ['user1000', 3443],
  ['foo{}{bar}', 8363],
  ['foo{{bar}}zap', 4015],
  ['{}', 15257],
  ['a{b', 13340],
])('the slot of %j is %d', (key, slot) => {
  expect(keySlot(key)).toBe(slot)
})
