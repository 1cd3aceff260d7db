import type { FuzzRandom } from '../fuzz-random.ts'

/** Commands that say the same whatever was said before them. */
const CALLS: readonly (readonly string[])[] = [
  ['PING'],
  ['PING', 'x'],
  ['ECHO', 'hello'],
  ['ECHO', ''],
  ['GET', 'nosuch'],
  ['EXISTS', 'a', 'b', 'c'],
  ['NOSUCH', 'a', '"b"', 'c d'],
  ['ECHO', 'a\r\nb'],
  ['ECHO', '\x00\xff\xfe'],
  ['ECHO', 'x'.repeat(300)],
  ['HELLO', '3'],
  ['HELLO', '2'],
  ['MGET', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'],
]

const LENGTHS = [
  '-1',
  '-2',
  '-0',
  '0',
  '00',
  '+1',
  '01',
  ' 1',
  '1 ',
  '',
  '1',
  '2',
  '3',
  '10',
  '11',
  '1e3',
  '0x4',
  'x',
  '4.0',
  '16384',
  '16385',
  '1048576',
  '1048577',
  '536870912',
  '536870913',
  '2147483647',
  '2147483648',
  '4294967296',
  '9223372036854775807',
  '-9223372036854775808',
  '99999999999999999999',
  '1\x00',
  '\x00',
]
const LINE_ENDS = ['\n', '\r', '', '\r\r\n', '\n\r', '\r\n\r\n', 'xx', '\x00\r\n', ' \r\n', '\r ']
const TYPES = [
  '$',
  '*',
  ':',
  '+',
  '-',
  '%',
  '~',
  '>',
  '_',
  '#',
  '(',
  ',',
  '=',
  '!',
  '|',
  '\x00',
  ' ',
]
const INLINE = [
  'PING',
  '  PING  ',
  '\tPING\t',
  'ECHO "a b"',
  "ECHO 'a b'",
  'ECHO "a\\x41\\n\\"b"',
  "ECHO 'a\\'b'",
  'ECHO "a"b',
  "ECHO 'a'b",
  'ECHO "a',
  "ECHO 'a",
  'ECHO "a\\',
  'ECHO a"b"',
  'ECHO "\\xZZ"',
  '"PING"',
  '""',
  "''",
  '',
  ' ',
  'ECHO a\x00b',
  '\x00',
  'PING\x00',
  'NOSUCH a b',
  'SET',
  'ECHO "a" "b"',
]

/** Some bytes that a client might send, most of them malformed. */
export function drawRequest(random: FuzzRandom): string {
  switch (random.below(8)) {
    case 0:
      return inline(random)
    case 1:
      return nested(random)
    case 2:
      return garbage(random)
    default: {
      let bytes = ''
      for (let i = 1 + random.below(3); i > 0; i--) bytes += encoded(random)
      for (let i = random.below(3); i > 0; i--) bytes = disturbed(bytes, random)
      return bytes
    }
  }
}

/** A call in RESP, of which a length, a line's end or a type may be another. */
function encoded(random: FuzzRandom): string {
  const argv = random.pick(CALLS)
  const wrong = random.below(2 * argv.length + 6)
  let place = 0
  const header = (type: string, length: number): string => {
    const isWrong = place++ === wrong
    if (!isWrong) return `${type}${length}\r\n`
    switch (random.below(4)) {
      case 0:
        return `${random.pick(TYPES)}${length}\r\n`
      case 1:
        return `${type}${length}${random.pick(LINE_ENDS)}`
      case 2:
        return `${type}${length + random.below(5) - 2}\r\n`
      default:
        return `${type}${random.pick(LENGTHS)}\r\n`
    }
  }
  let bytes = header('*', argv.length)
  for (const word of argv) {
    bytes += header('$', word.length) + word
    bytes += place++ === wrong ? random.pick(LINE_ENDS) : '\r\n'
  }
  return bytes
}

function inline(random: FuzzRandom): string {
  let bytes = ''
  for (let i = 1 + random.below(3); i > 0; i--) {
    bytes += random.pick(INLINE) + (random.below(4) === 0 ? random.pick(LINE_ENDS) : '\r\n')
  }
  return random.below(3) === 0 ? disturbed(bytes, random) : bytes
}

/** What only a reply may be made of. */
function nested(random: FuzzRandom): string {
  const depth = 1 + random.below(6)
  let bytes = ''
  for (let i = 0; i < depth; i++) bytes += `${random.pick(['*', '*', '%', '~', '>', '|'])}1\r\n`
  return (
    bytes + random.pick(['$4\r\nPING\r\n', ':1\r\n', '+OK\r\n', '_\r\n', '#t\r\n', ',1.5\r\n', ''])
  )
}

function garbage(random: FuzzRandom): string {
  let bytes = ''
  for (let i = random.below(24); i >= 0; i--) bytes += String.fromCharCode(random.below(256))
  return random.below(2) === 0 ? `${bytes}\r\n` : bytes
}

/** The same with bytes cut, doubled, changed, put in or taken out. */
function disturbed(bytes: string, random: FuzzRandom): string {
  const at = random.below(bytes.length + 1)
  const end = Math.min(bytes.length, at + 1 + random.below(4))
  switch (random.below(6)) {
    case 0:
      return bytes.slice(0, at)
    case 1:
      return bytes.slice(0, at) + bytes.slice(end)
    case 2:
      return bytes.slice(0, end) + bytes.slice(at)
    case 3:
      return bytes.slice(0, at) + String.fromCharCode(random.below(256)) + bytes.slice(at)
    case 4:
      return bytes.slice(0, at) + random.pick([...LENGTHS, ...LINE_ENDS]) + bytes.slice(at)
    default: {
      if (bytes === '') return bytes
      const place = Math.min(at, bytes.length - 1)
      const changed = bytes.charCodeAt(place) ^ (1 << random.below(8))
      return bytes.slice(0, place) + String.fromCharCode(changed) + bytes.slice(place + 1)
    }
  }
}

/** Requests near the bounds of what a server takes in; long, so only few are drawn. */
export function drawLong(random: FuzzRandom): string {
  const around = 65_536 - 4 + random.below(9)
  switch (random.below(7)) {
    case 0:
      return `ECHO ${'x'.repeat(around)}`
    case 1:
      return `ECHO ${'x'.repeat(around)}\r\n`
    case 2:
      return `*${'1'.repeat(around)}`
    case 3:
      return `*1\r\n$${'1'.repeat(around)}`
    case 4:
      return `*2\r\n$4\r\nECHO\r\n$${20_000}\r\n${'x'.repeat(random.below(20_002))}`
    case 5:
      return `*1000000\r\n${'$1\r\na\r\n'.repeat(random.below(4000))}`
    default:
      return `*2\r\n$4\r\nECHO\r\n$536870912\r\n${'x'.repeat(random.below(100_000))}`
  }
}
