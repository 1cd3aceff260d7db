import { expect, test } from 'vitest'
import { TIMEOUT_NEGATIVE, TIMEOUT_NOT_A_FLOAT, TIMEOUT_OUT_OF_RANGE } from './errors/common.ts'
import { type Profile, profileNamed } from './profile.ts'
import { parseTimeoutMs } from './timeout.ts'

const now = 1_700_000_000_000
const modern = { now, profile: profileNamed('8.0') as Profile }
const old = { now, profile: profileNamed('7.0') as Profile }

function errorOf(text: string, context = modern): unknown {
  try {
    return parseTimeoutMs(text, context)
  } catch (error) {
    return error
  }
}

test('seconds become milliseconds, rounded up', () => {
  const known = { '0': 0, '1': 1000, '0.5': 500, '.0001': 1, '1e3': 1e6, '0x10': 16000, '+2': 2000 }
  for (const [text, ms] of Object.entries(known)) expect(parseTimeoutMs(text, modern)).toBe(ms)
})

test('binary fractions do not add a millisecond to what is meant', () => {
  expect(parseTimeoutMs('0.07', modern)).toBe(70)
  expect(parseTimeoutMs('0.0701', modern)).toBe(71)
  expect(parseTimeoutMs('4.35', modern)).toBe(4350)
})

test('less than a millisecond is one, less than nothing of it is for ever', () => {
  expect(parseTimeoutMs('1e-400', modern)).toBe(1)
  expect(parseTimeoutMs('0e5', modern)).toBe(0)
  expect(Object.is(parseTimeoutMs('-0.0001', modern), 0)).toBe(true)
})

test('what is no number, or too large or small for a long double, is not a float', () => {
  for (const text of ['', 'abc', ' 1', '1 ', 'nan', '0xp', '1\0', '1e5000', '1e-5000']) {
    expect(errorOf(text)).toBe(TIMEOUT_NOT_A_FLOAT)
  }
})

test('negative and unreachable timeouts are refused', () => {
  for (const text of ['-1', '-inf', '-1e4000']) expect(errorOf(text)).toBe(TIMEOUT_NEGATIVE)
  for (const text of ['inf', '1e300', '1e4000', '9223372036854775']) {
    expect(errorOf(text)).toBe(TIMEOUT_OUT_OF_RANGE)
  }
  expect(errorOf('9220000000000000')).toBe(9.22e18)
})

test('up to Redis 7.0 an unreachable timeout overflows into a negative one', () => {
  for (const text of ['inf', '1e300', '9223372036854776']) {
    expect(errorOf(text, old)).toBe(TIMEOUT_NEGATIVE)
  }
  expect(errorOf('9223372036854775', old)).toBe(9223372036854775000)
})
