import { crc64 } from 'redouble/embed'
import type { FuzzRandom } from './fuzz-random.ts'

/** The version and the checksum at the end. */
const FOOTER_BYTES = 10
/** What lengths, ends and flags are made of: a byte of these says more than one by chance. */
const TELLING_BYTES = [0, 1, 2, 0x3f, 0x40, 0x7f, 0x80, 0x81, 0xc0, 0xc3, 0xf0, 0xf4, 0xfe, 0xff]
const MAX_MUTATIONS = 4

/** A payload with its version and checksum. */
export function sealed(body: Buffer, version: number): string {
  const bytes = Buffer.alloc(body.length + FOOTER_BYTES)
  body.copy(bytes)
  bytes.writeUInt16LE(version, body.length)
  const { low, high } = crc64(bytes, body.length + 2)
  bytes.writeUInt32LE(low, body.length + 2)
  bytes.writeUInt32LE(high, body.length + 6)
  return bytes.toString('latin1')
}

/** A payload with something wrong in it. Mostly its checksum is right, so that it is looked at. */
export function mutated(payload: string, other: string, random: FuzzRandom): string {
  const bytes = Buffer.from(payload, 'latin1')
  const version = bytes.readUInt16LE(bytes.length - FOOTER_BYTES)
  let body: Buffer = Buffer.from(bytes.subarray(0, bytes.length - FOOTER_BYTES))
  for (let left = 1 + random.below(MAX_MUTATIONS); left > 0; left--) {
    body = random.pick(MUTATIONS)(body, random, other)
  }
  if (random.below(20) === 0) {
    return Buffer.concat([body, bytes.subarray(-FOOTER_BYTES)]).toString('latin1')
  }
  return sealed(body, version)
}

type Mutation = (body: Buffer, random: FuzzRandom, other: string) => Buffer

/** Near the beginning are the lengths; so every second place is one of the first. */
function place(body: Buffer, random: FuzzRandom): number {
  if (body.length === 0) return 0
  return random.below(random.below(2) === 0 ? Math.min(40, body.length) : body.length)
}

const MUTATIONS: readonly Mutation[] = [
  function flipBit(body, random) {
    if (body.length > 0) body[place(body, random)] ^= 1 << random.below(8)
    return body
  },
  function setByte(body, random) {
    if (body.length > 0) body[place(body, random)] = random.below(256)
    return body
  },
  function setTellingByte(body, random) {
    if (body.length > 0) body[place(body, random)] = random.pick(TELLING_BYTES)
    return body
  },
  function countUp(body, random) {
    const at = place(body, random)
    if (body.length > 0) body[at] = body[at] + (random.below(2) === 0 ? 1 : 255)
    return body
  },
  function truncate(body, random) {
    return body.subarray(0, place(body, random))
  },
  function remove(body, random) {
    const at = place(body, random)
    return Buffer.concat([body.subarray(0, at), body.subarray(at + 1 + random.below(8))])
  },
  function repeat(body, random) {
    const at = place(body, random)
    const part = body.subarray(at, at + 1 + random.below(16))
    return Buffer.concat([body.subarray(0, at), part, body.subarray(at)])
  },
  function insert(body, random) {
    const at = place(body, random)
    const part = Buffer.from(Array.from({ length: 1 + random.below(8) }, () => random.below(256)))
    return Buffer.concat([body.subarray(0, at), part, body.subarray(at)])
  },
  function hugeLength(body, random) {
    const at = place(body, random)
    const length = Buffer.from('811000000000000000', 'hex')
    return Buffer.concat([body.subarray(0, at), length, body.subarray(at + 1)])
  },
  function otherKind(body, random) {
    if (body.length > 0) body[0] = random.below(28)
    return body
  },
  function splice(body, random, other) {
    const donor = Buffer.from(other, 'latin1')
    const from = place(donor, random)
    const part = donor.subarray(from, from + 1 + random.below(64))
    const at = place(body, random)
    return Buffer.concat([body.subarray(0, at), part, body.subarray(at + part.length)])
  },
]
