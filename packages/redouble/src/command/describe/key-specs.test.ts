import { describe, expect, test } from 'vitest'
import {
  block,
  bytes,
  countedKeys,
  double,
  integer,
  key,
  multiple,
  oneOf,
  option,
  optional,
} from '../args.ts'
import type { Args } from '../args.ts'
import { type Command, defineCommand } from '../define.ts'
import { legacyKeyRange } from './command-flags.ts'
import { keysOf } from './find-keys.ts'
import { keySpecsOf } from './key-specs.ts'

function command(args: Args, name = 'test'): Command {
  return defineCommand({
    name,
    since: '1.0.0',
    group: 'generic',
    summary: '',
    flags: [],
    args,
    run: () => null,
  })
}

describe('where keys are, from the arguments', () => {
  test('one key after the name, and after the two words of a subcommand', () => {
    expect(keySpecsOf(command({ key: key('RO', 'access') }))).toEqual([
      { flags: ['RO', 'access'], begin: { index: 1 }, find: { lastKey: 0, step: 1, limit: 0 } },
    ])
    expect(keySpecsOf(command({ key: key('RO') }, 'object|freq'))[0].begin).toEqual({ index: 2 })
  })

  test('keys up to the last argument but one', () => {
    const blpop = command({ key: multiple(key('RW')), timeout: double() })
    expect(keySpecsOf(blpop)[0].find).toEqual({ lastKey: -2, step: 1, limit: 0 })
    expect(legacyKeyRange(blpop)).toEqual({ first: 1, last: -2, step: 1, isPartial: false })
  })

  test('every second argument', () => {
    const mset = command({ data: multiple(block({ key: key('OW'), value: bytes() })) })
    expect(keySpecsOf(mset)[0].find).toEqual({ lastKey: -1, step: 2, limit: 0 })
    expect(legacyKeyRange(mset).step).toBe(2)
  })

  test('as many as a count says, which old clients cannot know', () => {
    const zunionstore = command({
      destination: key('OW', 'update'),
      keys: countedKeys(['RO', 'access']),
    })
    expect(keySpecsOf(zunionstore).map((spec) => spec.find)).toEqual([
      { lastKey: 0, step: 1, limit: 0 },
      { keyNumIndex: 0, firstKey: 1, step: 1 },
    ])
    expect(legacyKeyRange(zunionstore)).toEqual({ first: 1, last: 1, step: 1, isPartial: true })
  })

  test('behind a word that may stand anywhere', () => {
    const georadius = command({
      key: key('RO'),
      radius: double(),
      store: optional(
        oneOf({ storekey: option('STORE', key('OW')), other: option('STOREDIST', key('OW')) }),
      ),
    })
    expect(keySpecsOf(georadius).map((spec) => spec.begin)).toEqual([
      { index: 1 },
      { keyword: 'STORE', startFrom: 3 },
      { keyword: 'STOREDIST', startFrom: 3 },
    ])
  })

  test('the first half of what follows a word', () => {
    const xread = command({
      count: optional(option('COUNT', integer())),
      streams: option('STREAMS', block({ key: multiple(key('RO')), id: multiple(bytes()) })),
    })
    expect(keySpecsOf(xread)).toEqual([
      {
        flags: ['RO'],
        begin: { keyword: 'STREAMS', startFrom: 1 },
        find: { lastKey: -1, step: 1, limit: 2 },
      },
    ])
  })

  test('keys beside each other that are used alike are one range', () => {
    const lcs = command({ key1: key('RO', 'access'), key2: key('RO', 'access') })
    expect(keySpecsOf(lcs)).toHaveLength(1)
    expect(legacyKeyRange(lcs)).toEqual({ first: 1, last: 2, step: 1, isPartial: false })
    const rename = command({ key: key('RW'), newkey: key('OW') })
    expect(keySpecsOf(rename)).toHaveLength(2)
    expect(legacyKeyRange(rename)).toEqual({ first: 1, last: 2, step: 1, isPartial: false })
  })
})

describe('the keys of a call', () => {
  const names = (one: Command, call: string): string[] | undefined =>
    keysOf(one, call.split(' '))?.map((use) => use.key)

  test('halves the words behind STREAMS', () => {
    const xread = command({
      count: optional(option('COUNT', integer())),
      streams: option('STREAMS', block({ key: multiple(key('RO')), id: multiple(bytes()) })),
    })
    expect(names(xread, 'xread COUNT 2 streams a b 1 2')).toEqual(['a', 'b'])
    expect(names(xread, 'xread streams a b 1')).toEqual(['a'])
    expect(names(xread, 'xread count 2 block')).toEqual([])
  })

  test('is malformed when it counts more keys than it has', () => {
    const eval_ = command({ script: bytes(), keys: countedKeys(['RW']) })
    expect(names(eval_, 'eval x 2 a b c')).toEqual(['a', 'b'])
    expect(names(eval_, 'eval x 4 a b c')).toBeUndefined()
    expect(names(eval_, 'eval x -1 a')).toBeUndefined()
  })
})
