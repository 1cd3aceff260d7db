import { expect, test } from 'vitest'
import { FuzzedDouble } from '../fuzz/fuzzed-double.ts'
import { samePayload } from './same-payload.ts'

/** The payload of what a command stores under `k`, in a table where that is possible. */
function payloadOf(...argv: string[]): string {
  const double = new FuzzedDouble('8.0')
  double.ask('CONFIG', 'SET', 'hash-max-listpack-entries', '0', 'set-max-listpack-entries', '0')
  double.ask(...argv)
  const payload = double.dump('k')
  double.engine.stop()
  return payload ?? ''
}

test('the members of a table may come in any order', () => {
  const long = 'x'.repeat(100)
  const one = payloadOf('HSET', 'k', 'a', '1', 'b', long, 'c', '-70000')
  const other = payloadOf('HSET', 'k', 'c', '-70000', 'a', '1', 'b', long)
  expect(one).not.toBe(other)
  expect(samePayload(one, other)).toBe(true)
  expect(samePayload(payloadOf('SADD', 'k', 'a', 'b'), payloadOf('SADD', 'k', 'b', 'a'))).toBe(true)
})

test('a value may not change its field, nor a member its bytes', () => {
  const one = payloadOf('HSET', 'k', 'a', '1', 'b', '2')
  expect(samePayload(one, payloadOf('HSET', 'k', 'a', '2', 'b', '1'))).toBe(false)
  expect(samePayload(payloadOf('SADD', 'k', 'a', 'b'), payloadOf('SADD', 'k', 'a', 'c'))).toBe(
    false,
  )
})

test('what has an order keeps it, and a type is not another', () => {
  expect(samePayload(payloadOf('RPUSH', 'k', 'a', 'b'), payloadOf('RPUSH', 'k', 'b', 'a'))).toBe(
    false,
  )
  expect(samePayload(payloadOf('SET', 'k', 'a'), payloadOf('RPUSH', 'k', 'a'))).toBe(false)
})
