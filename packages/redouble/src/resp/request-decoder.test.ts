import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ProtocolError, RequestDecoder, type RequestRules } from './request-decoder.ts'

const REDIS: RequestRules = {
  maxBulkBytes: 512 * 1024 * 1024,
  nulHidesLineEnd: true,
  checksLineEnds: false,
  quotesMayJoin: false,
  inlineLosesFf: false,
  blankStaysInline: false,
}
const VALKEY: RequestRules = { ...REDIS, nulHidesLineEnd: false }
const VALKEY_9: RequestRules = { ...VALKEY, checksLineEnds: true, quotesMayJoin: true }
const ADMITTED = { isAdmitted: true }
const STRANGER = { isAdmitted: false }

/** Commands that come out of chunks, then the error that ends them, if one does. */
function decode(chunks: readonly string[], rules = REDIS, requester = ADMITTED): unknown[] {
  const decoder = new RequestDecoder(rules, requester)
  const out: unknown[] = []
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk, 'latin1')
    decoder.feed(bytes)
    try {
      for (let argv = decoder.next(); argv !== null; argv = decoder.next()) out.push(argv)
    } catch (error) {
      out.push(textOf(error))
      return out
    }
    decoder.settle()
    // The transport reuses its chunks.
    bytes.fill(0x58)
  }
  return out
}

function textOf(error: unknown): string {
  if (!(error instanceof ProtocolError)) throw error
  return error.text
}

describe('commands', () => {
  test.each<[string, unknown[]]>([
    ['*1\r\n$4\r\nPING\r\n', [['PING']]],
    ['*2\r\n$4\r\nECHO\r\n$4\r\na\r\nb\r\n', [['ECHO', 'a\r\nb']]],
    ['*1\r\n$0\r\n\r\n', [['']]],
    ['PING\r\n', [['PING']]],
    ['  PING \t a\n', [['PING', 'a']]],
    ['*0\r\n*-1\r\n\r\n \r\nPING\r\n', [['PING']]],
    ['*1\r\n$4\r\nPING\r\nPING\r\n*1\r\n$4\r\nPING\r\n', [['PING'], ['PING'], ['PING']]],
    [`ECHO "a\\x41\\n\\q" 'b\\'c\\n'\r\n`, [['ECHO', 'aA\nq', `b'c\\n`]]],
    ['""\r\n', [['']]],
  ])('%j is read', (bytes, commands) => {
    expect(decode([bytes])).toEqual(commands)
  })

  test('what should be CR LF may be anything, except for Valkey 9', () => {
    expect(decode(['*1\rX$4\r\nPINGxx'])).toEqual([['PING']])
    expect(decode(['*1\rX$4\r\n'], VALKEY_9)).toEqual(['invalid CRLF in request'])
    expect(decode(['*1\r\n$4\r\nPINGxx'], VALKEY_9)).toEqual(['invalid CRLF in request'])
  })

  test('quotes end a word, except for Valkey 9', () => {
    expect(decode(['PING a"b c"d\r\n'])).toEqual(['unbalanced quotes in request'])
    expect(decode(['PING a"b c"d\r\n'], VALKEY_9)).toEqual([['PING', 'ab cd']])
  })

  test('a NUL in a line hides its end', () => {
    expect(decode(['PING \0\r\nPING\r\n'], VALKEY)).toEqual([])
    expect(decode(['*2\r\n$4\r\nPING\r\n\0\r\n'])).toEqual([])
    expect(decode(['*2\r\n$4\r\nPING\r\n\0\r\n'], VALKEY)).toEqual(["expected '$', got '\0'"])
  })
})

describe('errors', () => {
  const long = 'x'.repeat(64 * 1024 + 1)
  test.each<[string, string]>([
    ['*\r\n', 'invalid multibulk length'],
    ['*a\r\n', 'invalid multibulk length'],
    ['*01\r\n', 'invalid multibulk length'],
    ['*-0\r\n', 'invalid multibulk length'],
    ['*2147483648\r\n', 'invalid multibulk length'],
    ['*99999999999999999999999\r\n', 'invalid multibulk length'],
    ['*1\n$4\r\nPING\r\n', 'invalid multibulk length'],
    ['*1\r\nPING\r\n', "expected '$', got 'P'"],
    ['*1\r\n\r\n', "expected '$', got ' '"],
    ['*1\r\n$\r\n', 'invalid bulk length'],
    ['*1\r\n$-1\r\n', 'invalid bulk length'],
    ['*1\r\n$04\r\n', 'invalid bulk length'],
    ['*1\r\n$536870913\r\n', 'invalid bulk length'],
    ['PING "a\r\n', 'unbalanced quotes in request'],
    [long, 'too big inline request'],
    [`*${long}`, 'too big mbulk count string'],
    [`*1\r\n${long}`, 'too big bulk count string'],
  ])('%.40j', (bytes, text) => {
    expect(decode([bytes])).toEqual([text])
  })

  test('64 KiB without an end of line are not too many yet', () => {
    expect(decode([long.slice(1)])).toEqual([])
    expect(decode([`${long}\n`])).toEqual([[long]])
  })

  test('strangers may send 10 arguments of 16 KiB', () => {
    expect(decode(['*10\r\n$16384\r\n'], REDIS, STRANGER)).toEqual([])
    expect(decode(['*11\r\n'], REDIS, STRANGER)).toEqual(['unauthenticated multibulk length'])
    expect(decode(['*1\r\n$16385\r\n'], REDIS, STRANGER)).toEqual(['unauthenticated bulk length'])
  })
})

describe('whatever arrives', () => {
  const argument = fc.string({ unit: 'binary-ascii', maxLength: 40 })
  const whole = fc.array(argument, { minLength: 1, maxLength: 5 })
  const encoded = whole.map(
    (argv) => `*${argv.length}\r\n${argv.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`,
  )
  /** Bytes that the protocol gives a meaning, so that chance comes close to it. */
  const noise = fc.string({
    unit: fc.constantFrom(
      '*',
      '$',
      '\r',
      '\n',
      '\r\n',
      '1',
      '2',
      '0',
      '-',
      'a',
      ' ',
      '"',
      "'",
      '\0',
    ),
    maxLength: 12,
  })
  const stream = fc
    .array(fc.oneof(encoded, encoded, noise, fc.constant('PING\r\n')), { maxLength: 8 })
    .map((parts) => parts.join(''))
  const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 12 })
  const rules = fc.constantFrom(REDIS, VALKEY, VALKEY_9)

  function split(bytes: string, at: readonly number[]): string[] {
    const places = [...at].sort((a, b) => a - b).map((place) => Math.min(place, bytes.length))
    return [0, ...places].map((start, i) => bytes.slice(start, places[i] ?? bytes.length))
  }

  test('commands come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(whole, { maxLength: 5 }), cuts, rules, (commands, at, how) => {
        const bytes = commands
          .map((argv) => `*${argv.length}\r\n${argv.map(bulk).join('')}`)
          .join('')
        expect(decode(split(bytes, at), how)).toEqual(commands)
      }),
    )
  })

  test('how it is cut into chunks changes neither the commands nor the error', () => {
    fc.assert(
      fc.property(stream, cuts, rules, fc.boolean(), (bytes, at, how, isAdmitted) => {
        const once = decode([bytes], how, { isAdmitted })
        expect(decode(split(bytes, at), how, { isAdmitted })).toEqual(once)
        expect(decode([...bytes], how, { isAdmitted })).toEqual(once)
      }),
      { numRuns: 500 },
    )
  })

  test('random bytes end in commands, an error, or waiting for more', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), cuts, rules, (bytes, at, how) => {
        const text = Buffer.from(bytes).toString('latin1')
        for (const one of decode(split(text, at), how)) {
          expect(Array.isArray(one) || typeof one === 'string').toBe(true)
        }
      }),
    )
  })

  function bulk(word: string): string {
    return `$${word.length}\r\n${word}\r\n`
  }
})

test('a large argument in many chunks is put together once', () => {
  const decoder = new RequestDecoder(REDIS, ADMITTED)
  const chunk = Buffer.alloc(64 * 1024, 'x')
  decoder.feed(Buffer.from(`*1\r\n$${chunk.length * 64}\r\n`))
  expect(decoder.next()).toBeNull()
  for (let i = 0; i < 64; i++) {
    decoder.feed(chunk)
    expect(decoder.next()).toBeNull()
    decoder.settle()
  }
  expect(decoder.bufferedBytes).toBe(chunk.length * 64)
  decoder.feed(Buffer.from('\r\n'))
  expect(decoder.next()?.[0].length).toBe(chunk.length * 64)
  expect(decoder.bufferedBytes).toBe(0)
})

test('what an argument needed, cut right behind its header, does not delay what follows', () => {
  const large = 'x'.repeat(1000)
  const [set, ping] = [`*1\r\n$1000\r\n${large}\r\n`, '*1\r\n$4\r\nPING\r\n']
  const header = set.indexOf('x')
  const cut = set.length - header + 6
  const rest = set.slice(header) + ping
  expect(decode([set.slice(0, header), rest.slice(0, cut), rest.slice(cut)])).toEqual([
    [large],
    ['PING'],
  ])
})

test('a header line whose CR no LF follows is malformed before its number is read, in Valkey 9', () => {
  const said = (rules: RequestRules): string => {
    const decoder = new RequestDecoder(rules, ADMITTED)
    decoder.feed(Buffer.from('*x\r4\r\n'))
    try {
      return JSON.stringify(decoder.next())
    } catch (error) {
      return (error as ProtocolError).text
    }
  }
  expect(said(VALKEY_9)).toBe('invalid CRLF in request')
  expect(said(VALKEY)).toBe('invalid multibulk length')
})

test('in Valkey bytes 0xff vanish from inline commands, and a vertical tab ends no word anywhere', () => {
  const read = (rules: RequestRules, line: string): string[] | null => {
    const decoder = new RequestDecoder(rules, ADMITTED)
    decoder.feed(Buffer.from(`${line}\r\n`, 'latin1'))
    return decoder.next()
  }
  const line = 'ECHO a\xffb "\\xff\xff" \xff'
  expect(read({ ...VALKEY, inlineLosesFf: true }, line)).toEqual(['ECHO', 'ab', '\xff', ''])
  expect(read(VALKEY, line)).toEqual(['ECHO', 'a\xffb', '\xff\xff', '\xff'])
  expect(read(REDIS, '\x0bECHO\t\x0ca\x0bb')).toEqual(['ECHO', 'a\x0bb'])
})

test('what follows blanks alone is inline in Valkey 8.1, and a request elsewhere', () => {
  const read = (rules: RequestRules): string[] | null => {
    const decoder = new RequestDecoder(rules, ADMITTED)
    decoder.feed(Buffer.from(' \r\n*1\r\n$4\r\nPING\r\n'))
    return decoder.next()
  }
  expect(read({ ...VALKEY, blankStaysInline: true })).toEqual(['*1'])
  expect(read(VALKEY)).toEqual(['PING'])
})

test('a quote that ends the line closes the word in Valkey 9 although it is escaped', () => {
  const read = (rules: RequestRules): string[] | null => {
    const decoder = new RequestDecoder(rules, ADMITTED)
    decoder.feed(Buffer.from("ECHO 'a\\'\r\n"))
    return decoder.next()
  }
  expect(read(VALKEY_9)).toEqual(['ECHO', 'a\\'])
  expect(() => read(VALKEY)).toThrow()
})
