import { expect, test } from 'vitest'
import {
  AttributedReply,
  BigNumberReply,
  DoubleReply,
  ErrorReply,
  InProtocolReply,
  MapReply,
  NULL_ARRAY,
  PushReply,
  type Reply,
  SeriesReply,
  SetReply,
  StatusReply,
  VerbatimReply,
} from './reply.ts'
import { ReplyWriter } from './reply-writer.ts'

function encode(reply: Reply, resp: 2 | 3): string {
  const writer = new ReplyWriter()
  writer.write(reply, resp)
  return writer.take().toString('latin1')
}

test.each<[string, Reply, string, string]>([
  ['bulk', 'a\r\nb\xff', '$5\r\na\r\nb\xff\r\n', '$5\r\na\r\nb\xff\r\n'],
  ['integer', -7, ':-7\r\n', ':-7\r\n'],
  ['minus zero', -0, ':0\r\n', ':0\r\n'],
  ['bigint', 2n ** 63n - 1n, ':9223372036854775807\r\n', ':9223372036854775807\r\n'],
  ['null', null, '$-1\r\n', '_\r\n'],
  ['null array', NULL_ARRAY, '*-1\r\n', '_\r\n'],
  ['boolean', true, ':1\r\n', '#t\r\n'],
  ['status', new StatusReply('OK'), '+OK\r\n', '+OK\r\n'],
  ['error', new ErrorReply('ERR no'), '-ERR no\r\n', '-ERR no\r\n'],
  ['array', ['a', 1, []], '*3\r\n$1\r\na\r\n:1\r\n*0\r\n', '*3\r\n$1\r\na\r\n:1\r\n*0\r\n'],
  ['map', new MapReply(['k', 1]), '*2\r\n$1\r\nk\r\n:1\r\n', '%1\r\n$1\r\nk\r\n:1\r\n'],
  ['set', new SetReply(['a']), '*1\r\n$1\r\na\r\n', '~1\r\n$1\r\na\r\n'],
  ['double', new DoubleReply(1.5, '1.5'), '$3\r\n1.5\r\n', ',1.5\r\n'],
  ['big number', new BigNumberReply('12'), '$2\r\n12\r\n', '(12\r\n'],
  ['verbatim', new VerbatimReply('txt', 'hi'), '$2\r\nhi\r\n', '=6\r\ntxt:hi\r\n'],
  ['push', new PushReply(['m']), '*1\r\n$1\r\nm\r\n', '>1\r\n$1\r\nm\r\n'],
  ['attribute', new AttributedReply(['k', 1], 2), ':2\r\n', '|1\r\n$1\r\nk\r\n:1\r\n:2\r\n'],
])('%s in RESP2 and RESP3', (_, reply, resp2, resp3) => {
  expect(encode(reply, 2)).toBe(resp2)
  expect(encode(reply, 3)).toBe(resp3)
})

test('lengths around every power of ten are printed right', () => {
  for (const length of [9, 10, 11, 99, 100, 101, 999, 1000, 99_999, 100_000]) {
    const text = 'x'.repeat(length)
    expect(encode(text, 2)).toBe(`$${length}\r\n${text}\r\n`)
    expect(encode(length, 2)).toBe(`:${length}\r\n`)
  }
})

test('a buffer that was taken is not touched by what is written later', () => {
  const writer = new ReplyWriter()
  for (const size of [10, 100_000]) {
    writer.write('a'.repeat(size), 2)
    const taken = writer.take()
    writer.write('b'.repeat(size), 2)
    writer.take()
    expect(taken.includes('b')).toBe(false)
  }
})

test('a reply may nest deeper than the stack of JavaScript', () => {
  const depth = 200_000
  let reply: Reply = 'x'
  for (let i = 0; i < depth; i++) reply = [reply, 1]
  expect(encode(reply, 3)).toBe(`${'*2\r\n'.repeat(depth)}$1\r\nx\r\n${':1\r\n'.repeat(depth)}`)
})

test('what is in an attribute, a series and a reply of another protocol comes in its order', () => {
  const inner = new AttributedReply(['k', [1, [2]]], ['a', new SetReply(['b'])])
  const series = new SeriesReply([inner, new InProtocolReply(2, new MapReply(['c', null])), 3])
  expect(encode(['first', series, 'last'], 3)).toBe(
    '*3\r\n$5\r\nfirst\r\n' +
      '|1\r\n$1\r\nk\r\n*2\r\n:1\r\n*1\r\n:2\r\n*2\r\n$1\r\na\r\n~1\r\n$1\r\nb\r\n' +
      '*2\r\n$1\r\nc\r\n$-1\r\n:3\r\n$4\r\nlast\r\n',
  )
})
