import { sealed } from './mutate-payload.ts'

/** Values as servers before 7.0 wrote them, in hex: the kind and what follows. */
const OLD: readonly string[] = [
  // A list of two strings, and one that is a ziplist.
  '01 02 0161 0162',
  '0a 11 11000000 0d000000 0300 00 0161 03 f6 02 f2 ff',
  // Quicklists of ziplists.
  '0e 01 10 10000000 0d000000 0200 00 0161 03 0162 ff',
  '0e 02 0d 0d000000 0a000000 0100 00 0161 ff 0d 0d000000 0a000000 0100 00 0162 ff',
  // A sorted set with scores as texts, and one that is a ziplist.
  '03 02 0161 03312e35 0162 fe',
  '0c 0f 0f000000 0d000000 0200 00 0161 03 f3 ff',
  // Hashes: a zipmap and a ziplist.
  '09 0d 02 0161 01 00 31 0162 02 00 3232 ff',
  '0d 0f 0f000000 0d000000 0200 00 0161 03 f3 ff',
  // A stream as 5.0 had it, with a group.
  '0f 01 10 00000000000000050000000000000000 1d 1d000000 0a00 0101 0001 0101 8166 02 0001 0201 0001 0001 8176 02 0401 ff 01 05 00 01 0167 05 00 00 00',
]

export function oldPayloads(): string[] {
  return OLD.map((hex) => sealed(Buffer.from(hex.replaceAll(' ', ''), 'hex'), 9))
}
