import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FilterError, VectorFilter } from './vector-filter.ts'
import { fieldOf } from './vector-filter-json.ts'

const OLD = { filtersKnowNull: false }
const NEW = { filtersKnowNull: true }
const MOVIE = '{"year":1984,"title":"Blade","tags":["a","b"],"ok":true,"nul":null}'

function admits(expression: string, attributes: string | null = MOVIE, dialect = OLD): boolean {
  return new VectorFilter(expression, dialect).admits(attributes)
}

function nearOf(expression: string, dialect = OLD): string | undefined {
  try {
    new VectorFilter(expression, dialect)
    return undefined
  } catch (error) {
    return (error as FilterError).near
  }
}

describe('an expression', () => {
  test.each([
    ['.year == 1984', true],
    ['.year == "1984"', true],
    ['.year > 1980 and .title == "Blade"', true],
    ['"a" in .tags && !("c" in .tags)', true],
    ['2 ** 3 ** 2 == 512', true],
    ['10 - 2 - 3 == 5', true],
    ['not 0 == 1', true],
    ['.ok == 1', true],
    ['.year-1984', false],
    ['.year -1984', false],
    ['.year in [1, 1984,]', true],
    ['.missing or 1', false],
    ['not .missing', false],
  ])('%s', (expression, expected) => {
    expect(admits(expression)).toBe(expected)
  })

  test('that a server refuses says where', () => {
    expect(nearOf('.year = 1984')).toBe(' 1984')
    expect(nearOf('(.year')).toBe('(.year')
    expect(nearOf('.year ^ 1')).toBe('^ 1')
    expect(nearOf('.a in [1 2]')).toBe('2]')
    expect(nearOf('not not 1')).toBe('not not 1')
  })

  test('knows null from 8.2 on', () => {
    expect(nearOf('.nul == null')).toBe('.nul == null')
    expect(admits('.nul == null', MOVIE, NEW)).toBe(true)
    expect(admits('"lad" in .title')).toBe(false)
    expect(admits('"lad" in .title', MOVIE, NEW)).toBe(true)
  })

  test('never lets an element without attributes pass', () => {
    expect(admits('1', null)).toBe(false)
    expect(admits('1', 'no JSON')).toBe(true)
  })

  test('of any bytes is refused or works, and never hangs', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'.a1"\'[](),-+*!<>=&| innotd\\') }),
        fc.string({ unit: fc.constantFrom(...'{}[]":,a1.-\\ntrue') }),
        (expression, attributes) => {
          try {
            new VectorFilter(expression, NEW).admits(attributes)
          } catch (error) {
            expect(error).toBeInstanceOf(FilterError)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('a field', () => {
  test('is what JSON says it is', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
      fc.string({ unit: fc.constantFrom(...'ab "\\\n\t') }),
      fc.constant(null),
    )
    fc.assert(
      fc.property(value, value, (before, wanted) => {
        const json = JSON.stringify({ before, nested: { wanted: 1 }, list: [before], wanted })
        expect(fieldOf(json, 'wanted')).toEqual(wanted)
      }),
    )
  })

  test('is read no further than it goes', () => {
    expect(fieldOf('{"a":1', 'a')).toBe(1)
    expect(fieldOf('{"a":[1,2,]}', 'a')).toBeUndefined()
    expect(fieldOf('{"a":{"b":1}}', 'a')).toBeUndefined()
    expect(fieldOf('{"a":1,,"b":2}', 'b')).toBeUndefined()
    expect(fieldOf('{"a":"\\u0041"}', 'a')).toBe('u0041')
  })
})
