import { type Draw, from, weighted } from './chance.ts'

/** Few keys, so that commands of different types meet on the same one. */
export const KEYS: readonly string[] = ['a', 'b', 'c', '{t}d', '{t}e']

const EDGE_INTEGERS = [
  '0',
  '1',
  '-1',
  '2',
  '3',
  '10',
  '-10',
  '100',
  '255',
  '4294967296',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775806',
]
const NOT_INTEGERS = [
  '',
  'x',
  '1.5',
  ' 1',
  '1 ',
  '+1',
  '01',
  '-0',
  '9223372036854775808',
  '1e3',
  '1\x00',
  '\x00',
]
// None out of a double's range: 7.0 and 8.0 remember its errno, and refuse the next SORT for it.
const FLOATS = ['0', '1', '-1', '1.5', '-2.25', '3.0', '1e10', '1e-5', '0.1', '123456789.123', '-0']
const ODD_FLOATS = ['inf', '-inf', '+inf', 'nan', '0x10', '', 'x', '1.5x', ' 1', '.5', '5.']
const WORDS = ['a', 'b', 'c', 'foo', 'bar', 'hello world', '1', '2', '10', '3.5', '-7']
const ODD_WORDS = [
  '',
  '\x00',
  '\xff\xfe',
  'a\r\nb',
  '"q"',
  '\\',
  'x'.repeat(64),
  'y'.repeat(65),
  'a\x00b',
]

export const keyName: Draw<string> = from(...KEYS)

export const word: Draw<string> = weighted(
  [8, from(...WORDS)],
  [2, from(...ODD_WORDS)],
  [1, from(...EDGE_INTEGERS)],
)

export const integer: Draw<string> = weighted(
  [10, (chance) => String(chance.between(-5, 8))],
  [2, from(...EDGE_INTEGERS)],
  [1, from(...NOT_INTEGERS)],
)

const farOff: Draw<string> = (chance) => String(chance.between(100_000, 900_000))
const farMoment = from('4000000000', '4000000001', '4000000000000', '4000000000001')
/** What may be a number after all, and then one of long ago. */
const NOT_TIMES = NOT_INTEGERS.filter((text) => !(Number(text) < 4e9))

/** Seconds or milliseconds that neither run out during a program nor overflow unnoticed. */
export const duration: Draw<string> = unlessPast(
  [8, farOff],
  [2, from('0', '-1', '9223372036854775807', '-100000')],
)

/** A point of Unix time, far in the future or in the past. */
export const moment: Draw<string> = unlessPast(
  [6, farMoment],
  [2, from('0', '-1', '1', '9223372036854775807')],
)

/** Times, some of them in the past, and what is none; only the first where the past is avoided. */
function unlessPast(
  ahead: readonly [number, Draw<string>],
  behind: readonly [number, Draw<string>],
): Draw<string> {
  const safe = weighted(ahead, [1, from(...NOT_TIMES)])
  const any = weighted(ahead, behind, [1, from(...NOT_INTEGERS)])
  return (chance) => (chance.avoidsPast ? safe(chance) : any(chance))
}

const BUFFER = new DataView(new ArrayBuffer(8))

/** Any bits that are a finite number. */
function anyDouble(chance: Parameters<Draw<string>>[0]): string {
  BUFFER.setUint32(0, chance.below(2 ** 32))
  BUFFER.setUint32(4, chance.below(2 ** 32))
  const value = BUFFER.getFloat64(0)
  return Number.isFinite(value) ? String(value) : '1'
}

export const double: Draw<string> = weighted(
  [8, from(...FLOATS)],
  [3, (chance) => String(chance.between(-20, 20))],
  [1, anyDouble],
  [1, from(...ODD_FLOATS)],
)

export const pattern: Draw<string> = from(
  '*',
  'a*',
  '?',
  '[ab]',
  '[^a]',
  '\\*',
  '*t*',
  'h[a-e]llo*',
  '',
  '#',
  'a->*',
)

/** A bound of a range of members. */
export const lexBound: Draw<string> = from('-', '+', '[a', '(a', '[b', '(c', '[', '(', 'a', '[foo')

/** No channel matches two of them: which message would come first is the server's own order. */
export const channelPattern: Draw<string> = from('a*', '[b]', 'c', '?oo')

/** Small positive timeouts never run out within a program; blocked clients are served or left. */
export const timeout: Draw<string> = weighted(
  [6, from('0', '100', '1000.5')],
  [1, from('-1', 'x', '', 'inf', 'nan')],
)
