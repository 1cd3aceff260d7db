import { describe, expect, test } from 'vitest'
import { ErrorReply } from '../resp/reply.ts'
import {
  type Args,
  block,
  bytes,
  countedKeys,
  double,
  integer,
  key,
  multiple,
  multipleToken,
  oneOf,
  option,
  optional,
  pattern,
  token,
} from './args.ts'
import { compileParser } from './parse-args.ts'

function parse(args: Args, ...words: string[]): Record<string, unknown> {
  return compileParser(args, 1)(['cmd', ...words])
}

function refusal(args: Args, ...words: string[]): string {
  try {
    parse(args, ...words)
  } catch (error) {
    if (error instanceof ErrorReply) return error.text
    throw error
  }
  throw new Error('it was accepted')
}

const set: Args = {
  key: key('RW'),
  value: bytes(),
  condition: optional(oneOf({ nx: token('NX'), xx: token('XX') })),
  expiry: optional(oneOf({ ex: option('EX', integer()), keepttl: token('KEEPTTL') })),
}

describe('options', () => {
  test('come in any order and in any case', () => {
    const parsed = parse(set, 'k', 'v', 'ex', '10', 'Nx')
    expect(parsed).toMatchObject({
      key: 'k',
      value: 'v',
      condition: { nx: true },
      expiry: { ex: 10 },
    })
  })

  test('of one choice exclude each other', () => {
    expect(refusal(set, 'k', 'v', 'NX', 'XX')).toBe('ERR syntax error')
    expect(refusal(set, 'k', 'v', 'EX', '1', 'KEEPTTL')).toBe('ERR syntax error')
  })

  test('that nobody knows, or that miss their value, are syntax errors', () => {
    expect(refusal(set, 'k', 'v', 'FOO')).toBe('ERR syntax error')
    expect(refusal(set, 'k', 'v', 'EX')).toBe('ERR syntax error')
  })

  test('have values of a type', () => {
    expect(refusal(set, 'k', 'v', 'EX', '1.5')).toBe('ERR value is not an integer or out of range')
  })
})

test('a value that looks like an option is a value where a value is due', () => {
  expect(parse(set, 'NX', 'XX', 'NX')).toMatchObject({
    key: 'NX',
    value: 'XX',
    condition: { nx: true },
  })
})

test('blocks repeat to the end', () => {
  const zadd = { key: key('RW'), data: multiple(block({ score: double(), member: bytes() })) }
  expect(parse(zadd, 'z', '1', 'a', 'inf', 'b').data).toEqual([
    { score: 1, member: 'a' },
    { score: Infinity, member: 'b' },
  ])
  expect(refusal(zadd, 'z', '1')).toBe('ERR syntax error')
})

test('a repeated positional leaves room for what must follow', () => {
  const blpop = { key: multiple(key('RW')), timeout: double() }
  expect(parse(blpop, 'a', 'b', '0.5')).toMatchObject({ key: ['a', 'b'], timeout: 0.5 })
})

test('counted keys take as many as they say, and options may follow', () => {
  const union = {
    keys: countedKeys(['RO']),
    weights: optional(multiple(option('WEIGHTS', double()))),
  }
  expect(parse(union, '2', 'a', 'b').keys).toEqual(['a', 'b'])
  expect(refusal(union, '0', 'a')).toBe('ERR numkeys should be greater than 0')
  expect(refusal(union, '3', 'a', 'b')).toBe('ERR syntax error')
})

test('an option may be repeated where the tree says so', () => {
  const sort = { key: key('RO'), get: optional(multipleToken(option('GET', pattern()))) }
  expect(parse(sort, 'k', 'GET', 'a', 'GET', 'b').get).toEqual(['a', 'b'])
  expect(parse(sort, 'k').get).toEqual([])
})
