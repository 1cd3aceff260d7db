import { sealed } from '../fuzz/mutate-payload.ts'
import { type Draw, from, weighted, words } from './chance.ts'
import type { Override } from './overrides.ts'
import { integer, keyName } from './values.ts'

/** A version that all servers read. */
const VERSION = 9

/** Values of every kind that servers have written, in hex: the kind and what follows. */
const BODIES: readonly string[] = [
  '00 0568656c6c6f',
  '00 c005',
  '00 c306 15 016161e00a00',
  '01 02 0161 0162',
  '02 02 0161 0162',
  '02 02 c001 c002',
  '03 02 0161 03312e35 0162 fe',
  '04 01 0161 0162',
  '05 02 0161 000000000000f03f 0162 0000000000000440',
  '0a 11 11000000 0d000000 0300 00 0161 03 f6 02 f2 ff',
  '0b 0e 02000000 03000000 0100 0200 0300',
  '0b 14 04000000 03000000 01000000 02000000 70110100',
  '0d 0f 0f000000 0d000000 0200 00 0161 03 f3 ff',
  '10 11 11000000 0400 816102 0101 816202 0201 ff',
  '11 10 10000000 0400 816102 0101 816202 0201 ff',
  '12 01 02 0b 0b000000 0200 816102 0101 ff',
  // What is no value: an empty list, a set with a member twice, a length past all.
  '01 00',
  '02 02 0161 0161',
  '04 811000000000000000',
]

const payload: Draw<string> = weighted<string>(
  [12, (chance) => sealed(Buffer.from(chance.pick(BODIES).replaceAll(' ', ''), 'hex'), VERSION)],
  [1, from('', 'x', '\0\x05hello', '\0\x05hello\x09\0\0\0\0\0\0\0\0\0')],
)
const time: Draw<readonly string[]> = weighted<readonly string[]>(
  [8, from(['0'])],
  [1, from(['-1'], ['x'], ['1.5'], ['9223372036854775808'])],
)
const options = weighted<readonly string[]>(
  [6, from(['REPLACE'], ['replace'])],
  [3, from<readonly string[]>([])],
  [1, from(['ABSTTL'], ['REPLACE', 'ABSTTL'], ['x'], ['IDLETIME'], ['FREQ', '256'])],
  [1, (chance) => ['REPLACE', chance.pick(['IDLETIME', 'FREQ']), integer(chance)]],
)

/** Useful calls of RESTORE: hardly any payload comes by chance. */
export const PERSISTENCE_OVERRIDES: Readonly<Record<string, Override>> = {
  restore: { call: words(keyName, time, payload, options) },
}
