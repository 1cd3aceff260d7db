import { describe, expect, test } from 'vitest'
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
  token,
} from '../../command/args.ts'
import { compileEncoder } from './encode.ts'
import { methodName, signatureOf } from './signature.ts'

function words(args: Args, ...given: unknown[]): string {
  return compileEncoder('x', 'x', signatureOf(args))(given).join(' ')
}

describe('the arguments of a method', () => {
  test('are what is required, in order, and an object of what is optional', () => {
    const args = {
      key: key('RO'),
      count: optional(integer()),
      value: bytes(),
      seconds: optional(option('EX', integer())),
      get: optional(token('GET')),
    }
    expect(words(args, 'k', 'v')).toBe('x k v')
    expect(words(args, 'k', 'v', {})).toBe('x k v')
    expect(words(args, 'k', 'v', { get: true, ex: 5, count: 2 })).toBe('x k 2 v EX 5 GET')
    expect(words(args, 'k', 'v', { get: false, ex: undefined })).toBe('x k v')
  })

  test('take one value or several where the command repeats', () => {
    const args = { key: multiple(key('RO')) }
    expect(words(args, 'a')).toBe('x a')
    expect(words(args, ['a', 2, 3n, Buffer.from('b')])).toBe('x a 2 3 b')
  })

  test('repeat the word with each value where the command does', () => {
    const args = { pattern: optional(multipleToken(option('GET', bytes()))) }
    expect(words(args, { get: ['#', 'w_*'] })).toBe('x GET # GET w_*')
    const once = { patterns: optional(multiple(option('PREFIX', bytes()))) }
    expect(words(once, { prefix: ['a', 'b'] })).toBe('x PREFIX a b')
  })

  test('are an object, a Map or pairs where names and values repeat', () => {
    const args = { data: multiple(block({ field: bytes(), value: bytes() })) }
    expect(words(args, { a: 1, b: '2' })).toBe('x a 1 b 2')
    expect(words(args, new Map([['a', 1]]))).toBe('x a 1')
    expect(
      words(args, [
        ['b', 1],
        ['a', 2],
      ]),
    ).toBe('x b 1 a 2')
  })

  test('are objects where other rows repeat', () => {
    const args = { data: multiple(block({ score: double(), member: bytes() })) }
    expect(words(args, { score: 1.5, member: 'm' })).toBe('x 1.5 m')
    expect(words(args, [{ member: 'm', score: -Infinity }])).toBe('x -inf m')
  })

  test('name an alternative by its word', () => {
    const where = { where: oneOf({ left: token('LEFT'), right: token('RIGHT') }) }
    expect(words(where, 'left')).toBe('x left')
    const from = {
      from: oneOf({
        member: option('FROMMEMBER', bytes()),
        fromlonlat: option('FROMLONLAT', block({ longitude: double(), latitude: double() })),
      }),
    }
    expect(words(from, { frommember: 'm' })).toBe('x FROMMEMBER m')
    expect(words(from, { fromlonlat: { latitude: 2, longitude: 1 } })).toBe('x FROMLONLAT 1 2')
    expect(() => words(from, {})).toThrow(/exactly one of frommember, fromlonlat/)
    expect(() => words(from, { frommember: 'm', fromlonlat: {} })).toThrow(/exactly one/)
  })

  test('dissolve an optional choice or row into the options', () => {
    const args = {
      condition: optional(oneOf({ nx: token('NX'), xx: token('XX') })),
      trim: optional(
        block({
          strategy: oneOf({ maxlen: token('MAXLEN'), minid: token('MINID') }),
          operator: optional(oneOf({ equal: token('='), approximately: token('~') })),
          threshold: bytes(),
        }),
      ),
    }
    const trim = { maxlen: true, approximately: true, threshold: 10 }
    expect(words(args, { nx: true, ...trim })).toBe('x NX MAXLEN ~ 10')
  })

  test('count what is counted', () => {
    expect(words({ keys: countedKeys(['RO']) }, ['a', 'b'])).toBe('x 2 a b')
    const fields = {
      fields: option('FIELDS', block({ numfields: integer(), field: multiple(bytes()) })),
    }
    expect(words(fields, ['a', 'b', 'c'])).toBe('x FIELDS 3 a b c')
    const pairs = block({ field: bytes(), value: bytes() })
    const data = {
      fields: option('FIELDS', block({ numfields: integer(), data: multiple(pairs) })),
    }
    expect(words(data, { a: 1, b: 2 })).toBe('x FIELDS 2 a 1 b 2')
  })

  test('never contain a word that is always there', () => {
    const args = { on: token('ON'), key: key('RO') }
    expect(words(args, 'k')).toBe('x ON k')
  })
})

test('a method is named as its command, in camelCase', () => {
  expect(methodName('config|get')).toBe('configGet')
  expect(methodName('georadius_ro')).toBe('georadiusRo')
  expect(methodName('client|no-evict')).toBe('clientNoEvict')
})
