import { expect, test } from 'vitest'
import { crc64 } from './crc64.ts'

test('the check value of the polynomial', () => {
  const { low, high } = crc64(Buffer.from('123456789'), 9)
  expect(high.toString(16) + low.toString(16).padStart(8, '0')).toBe('e9c6d914c4b8d9ca')
})

test('only the bytes before the end count', () => {
  const bytes = Buffer.from('123456789 and more')
  expect(crc64(bytes, 9)).toEqual(crc64(bytes.subarray(0, 9), 9))
})
