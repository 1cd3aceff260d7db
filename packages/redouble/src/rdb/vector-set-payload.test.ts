import { describe, expect, test } from 'vitest'
import type { ProfileName } from '../command/profile.ts'
import type { TestClient } from '../engine/engine.test-support.ts'
import { bulk, clientOf, fromHex, sealed, short, words } from './rdb.test-support.ts'

/** What servers have answered to DUMP of vector sets that were made by VADD. */
const DUMPS: readonly [string, ProfileName, string][] = [
  [
    'ten elements with attributes, on three levels',
    '8.0',
    '0781bde72da2bb1eb4000203020a0250010202050265390502613905037f1c2a0211020a020102090220' +
      '02090208020702060205020402030202020102010210020902813f6da3b3411b20320502653805026138' +
      '05037f20300212020902010209022002080207020602050204020302020201020a020202100203020a02' +
      '813f69642a410c6641050265370502613705037f2436020e020802000209022002070206020502040203' +
      '020202010209020a02813f63959040fbf7df050265360502613605037f2a40020e020702000209022002' +
      '060205020402030202020102080209020a02813f5b6db740e00000050265350502613505037f334c020e' +
      '020602000209022002050204020302020201020702080209020a02813f4fa4b740c542e1050265340502' +
      '613405037f405f020e020502000209022002040203020202010206020702080209020a02813f3e26eb40' +
      'ac5345050265330502613305037f557f020e020402000209022002030202020102050206020702080209' +
      '020a02813f23bcf7409617e30502653205026132050355557f0212020302010209022002020201020402' +
      '050206020702080209020a020202100202020902813f3a44724083f07b050265310502613105032a557f' +
      '0214020202020209022002010203020402050206020702080209020a0202021002010203020002100281' +
      '3f4d41b2406f77510502653005026130050300557f021102010201020902200202020302040205020602' +
      '0702080209020a02010210020202813f5501404066c15a000c009dd3ec84a460fec1',
  ],
  [
    'a projection',
    '8.0',
    '0781bde72da2bb1eb400020202020250010201020305c30f18043acd133f3ae0050300bf200f003f0501' +
      '6205027f3f02060202020002010220020102813f64f92e40a53f4e05016105027f2a0206020102000201' +
      '0220020202813f72dce84069b1e9000c00f1e168cab1245333',
  ],
  [
    'a projection, with the farthest links',
    '8.2',
    '0781bde72da2bb1eb400020202020250010201020305c30f18043acd133f3ae0050300bf200f003f0501' +
      '6205027f3f0207020202800100000002010220020102813c4903c00000000002813f64f92e40a53f4e05' +
      '016105027f2a0207020102800100000002010220020202813c4903c00000000002813f72dce84069b1e9' +
      '000c009310a508359cf03e',
  ],
]
const BAD_DATA = '-ERR Bad data format\r\n'

/** The dump of a key that was dumped and restored. */
function restored(client: TestClient, key: string): string {
  client.send('RESTORE', 'again', 0, bulk(client.send('DUMP', key)), 'REPLACE')
  return bulk(client.send('DUMP', 'again'))
}

describe('a dump of a server', () => {
  test.each(DUMPS)('with %s is the same again when it was restored twice', (_, profile, hex) => {
    const client = clientOf(profile)
    expect(client.send('RESTORE', 'k', 0, fromHex(hex))).toBe('+OK\r\n')
    // Each time the elements come the other way round.
    expect(Buffer.from(restored(client, 'k'), 'latin1').toString('hex')).toBe(hex)
  })

  test('brings vectors, attributes, links, and the numbers of the elements', () => {
    const client = clientOf()
    client.send('RESTORE', 'k', 0, fromHex(DUMPS[0][2]))
    expect(bulk(client.send('VGETATTR', 'k', 'e7'))).toBe('a7')
    expect(words(client.send('VLINKS', 'k', 'e8'))).toBe('e2 e9 e7 e6 e5 e4 e3 e2 e1 e0 e9')
    const info = client.send('VINFO', 'k')
    expect(info).toContain('+max-level\r\n:2\r\n+attributes-count\r\n:10\r\n')
    expect(info).toContain('+hnsw-max-node-uid\r\n:10\r\n')
    // What is added comes after what was there.
    client.send('VADD', 'k', 'VALUES', 3, 1, 1, 1, 'new')
    expect(client.send('VINFO', 'k')).toContain('+hnsw-max-node-uid\r\n:11\r\n')
  })

  test('of 8.2 is nothing for 8.0, but 8.2 takes one of 8.0, and 7.0 none', () => {
    const [[, , old], , [, , young]] = DUMPS
    expect(clientOf('8.0').send('RESTORE', 'k', 0, fromHex(young))).toBe(BAD_DATA)
    expect(clientOf('8.2').send('RESTORE', 'k', 0, fromHex(old))).toBe('+OK\r\n')
    const body = fromHex(old).slice(0, -10)
    expect(clientOf('7.0').send('RESTORE', 'k', 0, sealed(body))).toBe(BAD_DATA)
  })
})

const HUGE = fromHex('81 1000000000000000')
/** Three dimensions in 8 bits, 16 links. */
const HEAD = fromHex('07 81bde72da2bb1eb400 02 03')
const MANNER = fromHex('02 5001')
const END = '\0'

/** Small numbers as the parts of a module's value. */
function parts(...all: readonly number[]): string {
  return all.map((one) => `\x02${String.fromCharCode(one)}`).join('')
}

function text(value: string): string {
  return `\x05${short(value)}`
}

/** On one level, with its id and its links. */
function node(name: string, id: number, ...links: readonly number[]): string {
  const numbers = parts(id, 0, links.length, 32, ...links)
  const length = fromHex('02 80 3f800000')
  return text(name) + text('abc') + parts(5 + links.length) + numbers + length
}

function setOf(count: number, ...nodes: readonly string[]): string {
  return HEAD + parts(count) + MANNER + parts(0) + nodes.join('') + END
}

const LINKED = setOf(2, node('a', 1, 2), node('b', 2, 1))

/** Each is refused at once, whatever it announces. */
const CORRUPT: readonly [string, string][] = [
  ['announces an element that does not come', setOf(3, node('a', 1, 2), node('b', 2, 1))],
  ['announces 2^60 elements', `${HEAD}\x02${HUGE}${MANNER}${parts(0)}${END}`],
  ['has more elements than it announces', setOf(1, node('a', 1), node('b', 2))],
  ['keeps vectors in no known way', LINKED.replace(MANNER, fromHex('02 5003'))],
  ['has a vector of another length', LINKED.replace(text('abc'), text('abcd'))],
  ['has a link that leads nowhere', setOf(2, node('a', 1, 3), node('b', 2, 1))],
  ['has a link that is numbered 0', setOf(2, node('a', 0, 2), node('b', 2, 0))],
  ['has an element twice', setOf(2, node('a', 1, 2), node('a', 2, 1))],
  ['announces more links than there are numbers', LINKED.replace(parts(1, 32), parts(60, 32))],
  ['has no numbers of an element', setOf(1, text('a') + text('abc') + parts(0))],
  ['announces 2^60 numbers', setOf(1, `${text('a')}${text('abc')}\x02${HUGE}`)],
  ['has a text in place of a number', HEAD.slice(0, -2) + text('3')],
  ['has no end', LINKED.slice(0, -1)],
  [
    'projects from more dimensions than its matrix has',
    `${HEAD}${parts(0)}${MANNER}${parts(1)}\x02\x80\xff\xff\xff\xff${text('')}${END}`,
  ],
]

describe('a vector set is refused', () => {
  test.each(CORRUPT)('when it %s', (_, body) => {
    const client = clientOf()
    expect(client.send('RESTORE', 'good', 0, sealed(LINKED, 12))).toBe('+OK\r\n')
    expect(client.send('RESTORE', 'k', 0, sealed(body, 12))).toBe(BAD_DATA)
    expect(client.send('EXISTS', 'k')).toBe(':0\r\n')
  })

  test.each<[string, number[], number[]]>([
    ['to itself', [1, 2], [1]],
    ['twice to the same', [2, 2], [1]],
    ['without coming back', [2], []],
  ])('since 8.2, when a link leads %s', (_, ofA, ofB) => {
    const payload = sealed(setOf(2, node('a', 1, ...ofA), node('b', 2, ...ofB)), 12)
    expect(clientOf('8.0').send('RESTORE', 'k', 0, payload)).toBe('+OK\r\n')
    expect(clientOf('8.2').send('RESTORE', 'k', 0, payload)).toBe(BAD_DATA)
  })

  test('but not for having no elements', () => {
    const client = clientOf()
    expect(client.send('RESTORE', 'k', 0, sealed(setOf(0), 12))).toBe('+OK\r\n')
    expect(client.send('VCARD', 'k')).toBe(':0\r\n')
  })
})
