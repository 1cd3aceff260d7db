import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lzfCompress, lzfDecompress } from './lzf.ts'

function compressed(text: string): string | null {
  const input = Buffer.from(text, 'latin1')
  const output = Buffer.alloc(input.length + 16)
  const size = lzfCompress(input, input.length, output, input.length - 4)
  return size === 0 ? null : output.toString('hex', 0, size)
}

// What servers have answered to DUMP.
test.each([
  ['a'.repeat(21), '016161e00a00'],
  [
    'abcdefghijklmnopqrstuvwxyz'.repeat(2) + 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    '1a6162636465666768696a6b6c6d6e6f707172737475767778797a61e010191941' +
      '42434445464748494a4b4c4d4e4f505152535455565758595a',
  ],
])('compresses as the servers do', (text, hex) => {
  expect(compressed(text)).toBe(hex)
})

test('what does not become shorter by four bytes stays as it is', () => {
  expect(compressed('every letter once: jkqxz')).toBe(null)
})

test('what an earlier call has seen does not count', () => {
  compressed('the same text, and again the same text')
  const first = compressed('the same text, and once more')
  compressed('the same text, and once more the same text')
  expect(compressed('the same text, and once more')).toBe(first)
})

test('decompression gives back what was compressed', () => {
  const texts = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'abc', 'abcabcab', '\0', 'xyzzy'), { maxLength: 400 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, (text) => {
      const input = Buffer.from(text, 'latin1')
      const output = Buffer.alloc(input.length + 16)
      const size = lzfCompress(input, input.length, output, input.length)
      fc.pre(size > 0)
      expect(lzfDecompress(output.subarray(0, size), input.length)).toEqual(input)
    }),
  )
})

test('a length that the bytes cannot stand for is refused before anything is allocated', () => {
  expect(lzfDecompress(Buffer.from('016161e00a00', 'hex'), 2 ** 60)).toBe(null)
  expect(lzfDecompress(Buffer.from('016161e00a00', 'hex'), 22)).toBe(null)
  expect(lzfDecompress(Buffer.from('016161e00a00', 'hex'), 20)).toBe(null)
})

test('a reference to what is before the beginning is refused', () => {
  expect(lzfDecompress(Buffer.from('0061200500', 'hex'), 5)).toBe(null)
})

test('any bytes are either decompressed or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(300), (bytes, length) => {
      const result = lzfDecompress(bytes, length)
      expect(result === null || result.length === length).toBe(true)
    }),
  )
})
