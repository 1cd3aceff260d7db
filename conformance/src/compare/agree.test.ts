import { describe, expect, test } from 'vitest'
import type { Program, Transcript } from '../subjects/step.ts'
import { agree } from './agree.ts'
import { findDifference } from './difference.ts'

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`

describe('a looseness forgives what it names and nothing else', () => {
  test('unordered: the order, not the members', () => {
    expect(
      agree(`*2\r\n${bulk('a')}${bulk('b')}`, `*2\r\n${bulk('b')}${bulk('a')}`, 'unordered'),
    ).toBe(true)
    expect(
      agree(`*2\r\n${bulk('a')}${bulk('b')}`, `*2\r\n${bulk('b')}${bulk('b')}`, 'unordered'),
    ).toBe(false)
  })

  test('unordered pairs: a value may not leave its field', () => {
    const pairs = (...words: string[]): string => `*4\r\n${words.map(bulk).join('')}`
    expect(agree(pairs('f', '1', 'g', '2'), pairs('g', '2', 'f', '1'), 'unordered-pairs')).toBe(
      true,
    )
    expect(agree(pairs('f', '1', 'g', '2'), pairs('g', '1', 'f', '2'), 'unordered-pairs')).toBe(
      false,
    )
  })

  test('time: some milliseconds, but not whether there is a time at all', () => {
    expect(agree(':99999\r\n', ':100000\r\n', 'time')).toBe(true)
    expect(agree(':-1\r\n', ':1\r\n', 'time')).toBe(false)
    expect(agree(':100\r\n', ':90000\r\n', 'time')).toBe(false)
  })

  test('a scan that ends is not one that goes on', () => {
    const scan = (cursor: string): string => `*2\r\n${bulk(cursor)}*1\r\n${bulk('a')}`
    expect(agree(scan('17'), scan('5'), 'scan')).toBe(true)
    expect(agree(scan('0'), scan('5'), 'scan')).toBe(false)
  })

  test('tables: the order of maps and sets at any depth, but not of arrays', () => {
    const map = (first: string, second: string): string =>
      `*2\r\n%2\r\n${bulk(first)}:1\r\n${bulk(second)}:1\r\n+OK\r\n`
    expect(agree(map('a', 'b'), map('b', 'a'), 'tables')).toBe(true)
    expect(agree(map('a', 'b'), map('b', 'c'), 'tables')).toBe(false)
    const array = (...words: string[]): string => `*2\r\n${words.map(bulk).join('')}`
    expect(agree(array('a', 'b', 'c'), array('b', 'a', 'c'), 'tables')).toBe(false)
  })

  test('length: which elements, but not how many', () => {
    expect(agree(`*1\r\n${bulk('a')}`, '*1\r\n$-1\r\n', 'length')).toBe(true)
    expect(agree(`*1\r\n${bulk('a')}`, '*0\r\n', 'length')).toBe(false)
  })

  test('errors are exact under every looseness', () => {
    expect(agree('-ERR a\r\n', '-ERR b\r\n', 'shape')).toBe(false)
    expect(agree('-ERR a\r\n', ':1\r\n', 'process')).toBe(false)
  })
})

describe('finding the place', () => {
  const program: Program = [
    { connection: 0, argv: ['SET', 'a', '1'] },
    { connection: 0, argv: ['GET', 'a'] },
  ]
  const said = (...streams: string[]): Transcript => ({ streams, counts: [] })

  test('names the step whose reply differs', () => {
    const ours = said(`+OK\r\n${bulk('1')}`)
    const difference = findDifference(program, ours, said(`+OK\r\n${bulk('2')}`))
    expect(difference?.step?.argv).toEqual(['GET', 'a'])
  })

  test('a queued command keeps its looseness, in whatever run EXEC comes', () => {
    const steps: Program = [
      { connection: 0, argv: ['MULTI'] },
      { connection: 0, argv: ['RANDOMKEY'] },
      { connection: 1, argv: ['PING'] },
      { connection: 0, argv: ['EXEC'] },
    ]
    const transcript = (exec: string): Transcript => said(`+OK\r\n+QUEUED\r\n${exec}`, '+PONG\r\n')
    const one = (key: string): Transcript => transcript(`*1\r\n${bulk(key)}`)
    expect(findDifference(steps, one('a'), one('b'))).toBeNull()
    expect(findDifference(steps, one('a'), transcript('*0\r\n'))).not.toBeNull()
  })

  test('the reply of a client that was woken late belongs to what it waited with', () => {
    const steps: Program = [
      { connection: 1, argv: ['BLPOP', 'a', '0'] },
      { connection: 0, argv: ['RPUSH', 'a', 'x'] },
      { connection: 1, argv: ['CONFIG', 'GET', 'hash-max-*'] },
    ]
    const popped = `*2\r\n${bulk('a')}${bulk('x')}`
    const config = (...words: string[]): string => `*4\r\n${words.map(bulk).join('')}`
    const one = (settings: string): Transcript => said(':1\r\n', popped + settings)
    const ours = one(config('x', '1', 'y', '2'))
    expect(findDifference(steps, ours, one(config('y', '2', 'x', '1')))).toBeNull()
    expect(findDifference(steps, ours, one(config('y', '1', 'x', '2')))).not.toBeNull()
  })

  test('a missing reply is a difference', () => {
    const ours = said('+OK\r\n')
    expect(findDifference(program, ours, said(`+OK\r\n${bulk('1')}`))).not.toBeNull()
  })

  test('a protocol type is a difference although the text is the same', () => {
    const ours = said('+OK\r\n$1\r\n1\r\n')
    expect(findDifference(program, ours, said('+OK\r\n:1\r\n'))).not.toBeNull()
  })

  test('the same words at another time are a difference', () => {
    const steps: Program = [
      { connection: 1, argv: ['BLPOP', 'a', '0'] },
      { connection: 0, argv: ['PING'] },
    ]
    const streams = ['+PONG\r\n', '*-1\r\n']
    const ours = {
      streams,
      counts: [
        [0, 0],
        [1, 1],
      ],
    }
    const theirs = {
      streams,
      counts: [
        [0, 1],
        [1, 1],
      ],
    }
    expect(findDifference(steps, ours, ours)).toBeNull()
    expect(findDifference(steps, ours, theirs)?.step?.argv[0]).toBe('BLPOP')
  })

  test('what CLIENT REPLY silences has no reply', () => {
    const steps: Program = [
      { connection: 0, argv: ['CLIENT', 'REPLY', 'SKIP'] },
      { connection: 0, argv: ['SET', 'a', '1'] },
      { connection: 0, argv: ['RANDOMKEY'] },
    ]
    expect(findDifference(steps, said(bulk('a')), said(bulk('b')))).toBeNull()
  })
})
