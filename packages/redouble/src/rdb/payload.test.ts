import { expect, test } from 'vitest'
import type { ProfileName } from '../command/profile.ts'
import {
  bulk,
  clientOf,
  fromHex,
  listpack,
  sealed,
  short,
  words,
  ziplist,
} from './rdb.test-support.ts'

const LONG = 'a'.repeat(70)
const ZSET = 'ZADD k 1 a 2.5 b -3 c inf d 1e20 e 0.1 f -0 g'
const STREAM = 'XADD k 1-1 f v g 2;XADD k 2-1 f v2;XADD k 3-1 f v g 3'
const FIELDS = 'HSET k a 1 b 2;HEXPIREAT k 4102444800 FIELDS 1 a'

/** What servers have answered to DUMP: the version, what made the key, the dump in hex. */
const DUMPS: readonly [ProfileName, string, string][] = [
  ['7.0', 'SET k hello', '000568656c6c6f0a006372df766534200a'],
  ['8.0', 'SET k hello', '000568656c6c6f0c00a804ebb69f1ebe43'],
  ['valkey-8.1', 'SET k hello', '000568656c6c6f0b000aad620598abc983'],
  ['valkey-9', 'SET k hello', '000568656c6c6f5000ac5816e7fb6647fe'],
  ['8.0', 'SET k -5', '00c0fb0c0082b2f2342d0ca121'],
  ['8.0', 'SET k 1000', '00c1e8030c0042a7734e40ee292d'],
  ['8.0', 'SET k 100000', '00c2a08601000c003a5237909505383d'],
  ['8.0', 'SET k 10000000000', '000b31303030303030303030300c005eb73abb728ac889'],
  ['8.0', `SET k ${'a'.repeat(21)}`, '00c30615016161e00a000c00367a87a8fd6ba121'],
  [
    '8.0',
    'RPUSH k a 1 300 -5 70000 -70000 9999999999 99999999',
    '1201022c2c00000008008161020101c12c02dffb02f270110104f290eefe04f4ffe30b540200000009f3ffe0f505' +
      '05ff0c00141f4360fc8b49bb',
  ],
  ['8.0', 'SADD k 1 2 70000', '0b1404000000030000000100000002000000701101000c004ea3f5c6a1374e1c'],
  ['8.0', 'SADD k a b', '140d0d0000000200816102816202ff0c00a84583074e16a194'],
  [
    '8.0',
    ZSET,
    '1139390000000e00816302dffd02816702000181660283302e3104816102010181620283322e3504816502853165' +
      '2b32300681640283696e6604ff0c00a8eedb9df346fd91',
  ],
  [
    '7.0',
    ZSET,
    '11c34041404918490000000e00816302dffd02816702000181660293302e3130e005001f31148161020101816202' +
      '83322e35048165028531652b32300681640283696e660104ff0a00a785664ef0e7a3ff',
  ],
  [
    '8.0',
    `ZADD k 1 ${LONG} 2.5 b inf c -0 d`,
    '05040163000000000000f07f01620000000000000440c3094046016161e03900016161000000000000f03f016400' +
      '000000000000800c0045f04df36f2c2e80',
  ],
  ['8.0', 'HSET k a 1 b 2', '101111000000040081610201018162020201ff0c00f53657ac7577e8d3'],
  [
    '8.0',
    FIELDS,
    '1900d8c32cbb0300001d1d00000006008161020101f400d8c32cbb0300000981620202010001ff0c0045a4795c93' +
      '9a9c04',
  ],
  ['valkey-9', FIELDS, '16020161c00100d8c32cbb0300000162c002ffffffffffffffff50005f5f2bc0a7e3b8d3'],
  [
    '7.0',
    STREAM,
    '13011000000000000000010000000000000001c33a40401140000000190003010001020181660281670240090000' +
      '200105817602020105200800016003201c0482763203062027401f201d0003201d00ff0303010101000003000a00' +
      'f08a0e66e52e8f79',
  ],
  [
    '8.0',
    STREAM,
    '15011000000000000000010000000000000001c33a40401140000000190003010001020181660281670240090000' +
      '200105817602020105200800016003201c0482763203062027401f201d0003201d00ff0303010101000003000c00' +
      'e370466c7d6a0947',
  ],
]

test.each(DUMPS)('%s dumps `%s` byte for byte, and restores it', (profile, commands, hex) => {
  const client = clientOf(profile)
  for (const command of commands.split(';')) client.send(...command.split(' '))
  expect(Buffer.from(bulk(client.send('DUMP', 'k')), 'latin1').toString('hex')).toBe(hex)
  expect(client.send('RESTORE', 'copy', 0, fromHex(hex))).toBe('+OK\r\n')
  expect(client.send('DUMP', 'copy')).toBe(client.send('DUMP', 'k'))
  expect(client.send('OBJECT', 'ENCODING', 'copy')).toBe(client.send('OBJECT', 'ENCODING', 'k'))
})

const ZIPMAP = '\x02\x01a\x01\x001\x01b\x02\x0022\xff'
const ID = fromHex('0000000000000005 0000000000000000')
const NODE = listpack(1, 0, 1, 'f', 0, 2, 0, 0, 'v', 4)

/** Kinds that are no longer written: what is in the dump, how to look at it, what is seen. */
const OLD: readonly [string, string, string][] = [
  [`\x01\x02${short('a')}${short('b')}`, 'LRANGE k 0 -1', 'a b'],
  [`\x0a${short(ziplist('a', 5, 'b'))}`, 'LRANGE k 0 -1', 'a 5 b'],
  [`\x0e\x02${short(ziplist('a'))}${short(ziplist(1, 2))}`, 'LRANGE k 0 -1', 'a 1 2'],
  [
    `\x03\x02${short('a')}${short('1.5')}${short('b')}\xfe`,
    'ZRANGE k 0 -1 WITHSCORES',
    'a 1.5 b inf',
  ],
  [`\x0c${short(ziplist('a', 2, 'b', '2.5'))}`, 'ZRANGE k 0 -1 WITHSCORES', 'a 2 b 2.5'],
  [`\x09${short(ZIPMAP)}`, 'HGETALL k', 'a 1 b 22'],
  [`\x0d${short(ziplist('a', 1, 'b', 'x'))}`, 'HGETALL k', 'a 1 b x'],
  [`\x0f\x01${short(ID)}${short(NODE)}\x01\x05\0\0`, 'XRANGE k - +', '5-0 f v'],
]

test.each(OLD)('the old dump %j is read', (body, look, seen) => {
  const client = clientOf()
  expect(client.send('RESTORE', 'k', 0, sealed(body))).toBe('+OK\r\n')
  expect(words(client.send(...look.split(' ')))).toBe(seen)
})

const HUGE = fromHex('81 1000000000000000')
const BAD_DATA = '-ERR Bad data format\r\n'

/** Each is refused at once, whatever it announces. */
const CORRUPT: readonly [string, string][] = [
  ['nothing', ''],
  ['a string of 2^60 bytes', `\0${HUGE}`],
  ['a compressed string of 2^60 bytes', `\0\xc3\x06${HUGE}${fromHex('016161e00a00')}`],
  ['a list of 2^60 elements', `\x01${HUGE}`],
  ['a list without elements', '\x01\0'],
  ['a node of neither kind', `\x12\x01\x03${short('x')}`],
  ['a set with a member twice', `\x02\x02${short('a')}${short('a')}`],
  ['an intset out of order', `\x0b${short(fromHex('02000000 02000000 0200 0100'))}`],
  ['an intset of three bytes each', `\x0b${short(fromHex('03000000 01000000 010000'))}`],
  ['a score that is no number', `\x05\x01${short('a')}${fromHex('000000000000f87f')}`],
  ['a member without a score', `\x11${short(listpack('a'))}`],
  ['a field twice', `\x10${short(listpack('a', 1, 'a', 2))}`],
  ['a listpack that says another length', `\x10${short(`\x09${listpack('a', 1).slice(1)}`)}`],
  ['a ziplist that ends early', `\x0d${short(ziplist('a', 1).slice(0, -2))}`],
  ['deadlines out of order', `\x19${'\0'.repeat(8)}${short(listpack('a', 1, 9, 'b', 1, 8))}`],
  [
    'a node of a stream with too few fields',
    `\x0f\x01${short(ID)}${short(listpack(1, 0, 5, 'f'))}\x01\x05\0\0`,
  ],
  ['a stream with entries but without nodes', '\x0f\0\x02\x05\0\0'],
  ['a module nobody knows', fromHex('07 81 1111111111111111 00')],
  ['a kind nobody knows', '\x1e\0'],
]

test.each(CORRUPT)('%s is bad data', (_, body) => {
  const client = clientOf()
  expect(client.send('RESTORE', 'k', 0, sealed(body, 12))).toBe(BAD_DATA)
  expect(client.send('EXISTS', 'k')).toBe(':0\r\n')
})

const WRONG = '-ERR DUMP payload version or checksum are wrong\r\n'

test.each<[ProfileName, number[], number[]]>([
  ['7.0', [1, 10], [11, 80]],
  ['8.0', [0, 12], [13, 80]],
  ['valkey-8.1', [0, 11], [12, 79, 80]],
  ['valkey-9', [1, 11, 80], [0, 12, 79, 81]],
])('%s takes dumps of its versions and no others', (profile, taken, refused) => {
  const client = clientOf(profile)
  const restore = (version: number): string =>
    client.send('RESTORE', 'k', 0, sealed(`\0${short('x')}`, version), 'REPLACE')
  expect(taken.map(restore)).toEqual(taken.map(() => '+OK\r\n'))
  expect(refused.map(restore)).toEqual(refused.map(() => WRONG))
})

test('a checksum that is wrong by a bit is refused', () => {
  const payload = sealed(`\0${short('hello')}`)
  const client = clientOf()
  expect(client.send('RESTORE', 'k', 0, payload.replace('hello', 'hellp'))).toBe(WRONG)
  expect(client.send('RESTORE', 'k', 0, payload.slice(0, 9))).toBe(WRONG)
})

test('small values come in the encoding that the configuration gives them', () => {
  const client = clientOf()
  client.send('CONFIG', 'SET', 'hash-max-listpack-entries', 1, 'set-max-intset-entries', 1)
  client.send('RESTORE', 'h', 0, sealed(`\x10${short(listpack('a', 1, 'b', 2))}`))
  expect(client.send('OBJECT', 'ENCODING', 'h')).toContain('hashtable')
  client.send('RESTORE', 's', 0, sealed(`\x02\x02${short('1')}${short('2')}`))
  expect(client.send('OBJECT', 'ENCODING', 's')).toContain('hashtable')
})

test('an intset stays as wide as its widest integer ever was', () => {
  const client = clientOf()
  client.send('SADD', 'k', 1, 70000)
  client.send('SREM', 'k', 70000)
  expect(bulk(client.send('DUMP', 'k')).slice(2, 6)).toBe('\x04\0\0\0')
})

test('without rdbcompression long strings stay as they are', () => {
  const client = clientOf()
  client.send('CONFIG', 'SET', 'rdbcompression', 'no')
  client.send('SET', 'k', 'a'.repeat(50))
  expect(bulk(client.send('DUMP', 'k')).slice(0, 52)).toBe(`\0${short('a'.repeat(50))}`)
})
