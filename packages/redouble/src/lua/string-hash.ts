/**
 * Lua's tables are walked in the order of their keys' hashes, which `pairs`, `cjson.encode`,
 * `cmsgpack.pack` and RESP3's maps show. Redis hashes strings as Lua 5.1 does. Valkey does it by
 * MurmurHash3 with the length for a seed, found by asking servers where strings come to lie. So for
 * Valkey the one function of the binary that hashes (luaS_newlstr) gets another beginning.
 */

const OP = {
  block: [0x02, 0x40],
  loop: [0x03, 0x40],
  end: [0x0b],
  add: [0x6a],
  sub: [0x6b],
  mul: [0x6c],
  and: [0x71],
  or: [0x72],
  xor: [0x73],
  shl: [0x74],
  shiftRight: [0x76],
  rotateLeft: [0x77],
  notBelow: [0x4f],
  notAbove: [0x4d],
  loadByte: [0x2d, 0, 0],
  loadWord: [0x28, 0, 0],
} as const

const get = (local: number): number[] => [0x20, local]
const set = (local: number): number[] => [0x21, local]
const tee = (local: number): number[] => [0x22, local]
const branch = (depth: number): number[] => [0x0c, depth]
const branchIf = (depth: number): number[] => [0x0d, depth]

/** `i32.const`, whose operand is a signed LEB128. */
function constant(value: number): number[] {
  const out = [0x41]
  let rest = value | 0
  for (;;) {
    const byte = rest & 0x7f
    rest >>= 7
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) {
      return [...out, byte]
    }
    out.push(byte | 0x80)
  }
}

/** The function's parameters, and its five locals as the binary uses them. */
const TEXT = 1
const LENGTH = 2
const PLACE = 3
const HASH = 4
const WORD = 5
const END = 6
const LOCALS = [1, 5, 0x7f]

/** Lua 5.1's: from the last byte, of long texts not every one. Ends where the hash is used. */
const LUA_HASH = [
  ...LOCALS,
  ...[...get(LENGTH), ...set(HASH), ...get(LENGTH), ...get(LENGTH), ...constant(5)],
  ...[...OP.shiftRight, ...tee(WORD), 0x4b, 0x04, 0x40],
  ...[...get(TEXT), ...constant(1), ...OP.sub, ...set(END)],
  ...[...get(WORD), ...constant(-1), ...OP.xor, ...set(7), ...get(LENGTH), ...set(PLACE)],
  ...[...OP.loop, ...get(PLACE), ...get(END), ...OP.add, ...OP.loadByte],
  ...[...get(HASH), ...constant(5), ...OP.shl, ...get(HASH), ...constant(2), ...OP.shiftRight],
  ...[...OP.add, ...OP.add, ...get(HASH), ...OP.xor, ...set(HASH)],
  ...[...get(PLACE), ...get(7), ...OP.add, ...tee(PLACE), ...get(WORD), 0x4b, ...branchIf(0)],
  ...[...OP.end, ...OP.end],
]

const scramble = [
  ...[...constant(0xcc9e2d51), ...OP.mul, ...constant(15), ...OP.rotateLeft],
  ...[...constant(0x1b873593), ...OP.mul],
]
const fold = (bits: number): number[] => [
  ...[...get(HASH), ...get(HASH), ...constant(bits), ...OP.shiftRight, ...OP.xor],
]
const MURMUR_HASH = [
  ...LOCALS,
  ...[...get(LENGTH), ...set(HASH), ...get(LENGTH), ...constant(-4), ...OP.and, ...set(END)],
  // Words of four bytes.
  ...[...OP.block, ...OP.loop, ...get(PLACE), ...get(END), ...OP.notBelow, ...branchIf(1)],
  ...[...get(TEXT), ...get(PLACE), ...OP.add, ...OP.loadWord, ...scramble],
  ...[...get(HASH), ...OP.xor, ...constant(13), ...OP.rotateLeft, ...constant(5), ...OP.mul],
  ...[...constant(0xe6546b64), ...OP.add, ...set(HASH)],
  ...[...get(PLACE), ...constant(4), ...OP.add, ...set(PLACE), ...branch(0), ...OP.end, ...OP.end],
  // What is left, from the last byte.
  ...[...get(LENGTH), ...set(PLACE)],
  ...[...OP.block, ...OP.loop, ...get(PLACE), ...get(END), ...OP.notAbove, ...branchIf(1)],
  ...[...get(PLACE), ...constant(1), ...OP.sub, ...tee(PLACE), ...get(TEXT), ...OP.add],
  ...[...OP.loadByte, ...get(WORD), ...constant(8), ...OP.shl, ...OP.or, ...set(WORD)],
  ...[...branch(0), ...OP.end, ...OP.end],
  ...[...get(WORD), ...scramble, ...get(HASH), ...OP.xor, ...get(LENGTH), ...OP.xor, ...set(HASH)],
  ...[...fold(16), ...constant(0x85ebca6b), ...OP.mul, ...set(HASH)],
  ...[...fold(13), ...constant(0xc2b2ae35), ...OP.mul, ...set(HASH), ...fold(16), ...set(HASH)],
]

const CODE_SECTION = 10

/** The binary with Valkey's hash. Throws when its function is not the one that is known. */
export function withMurmurHash(binary: Uint8Array): Uint8Array {
  const known = Buffer.from(binary.buffer, binary.byteOffset, binary.length)
  const start = known.indexOf(Buffer.from(LUA_HASH))
  const section = sectionAt(binary, CODE_SECTION)
  const sizeAt = bodySizeBefore(binary, section.content, start)
  if (start < 0 || sizeAt < 0) throw new Error('Not the Lua binary that is known')
  const growth = MURMUR_HASH.length - LUA_HASH.length
  const out = Buffer.concat([
    known.subarray(0, start),
    Buffer.from(MURMUR_HASH),
    known.subarray(start + LUA_HASH.length),
  ])
  addToSize(out, section.sizeAt, growth)
  addToSize(out, sizeAt, growth)
  return out
}

function sectionAt(binary: Uint8Array, id: number): { sizeAt: number; content: number } {
  for (let at = 8; at < binary.length; ) {
    const [size, content] = readSize(binary, at + 1)
    if (binary[at] === id) return { sizeAt: at + 1, content }
    at = content + size
  }
  return { sizeAt: 0, content: binary.length }
}

/** Where the size of the function's body is, which begins at `start`; -1 when none does. */
function bodySizeBefore(binary: Uint8Array, content: number, start: number): number {
  let [, at] = readSize(binary, content)
  while (at < start) {
    const [size, body] = readSize(binary, at)
    if (body === start) return at
    at = body + size
  }
  return -1
}

/** An unsigned LEB128, and where it ends. */
function readSize(binary: Uint8Array, from: number): [value: number, end: number] {
  let value = 0
  for (let at = from, shift = 0; ; at++, shift += 7) {
    value |= (binary[at] & 0x7f) << shift
    if ((binary[at] & 0x80) === 0) return [value, at + 1]
  }
}

/** Adds to a LEB128 in place: it takes as many bytes as before. */
function addToSize(binary: Uint8Array, from: number, growth: number): void {
  const [old, end] = readSize(binary, from)
  let rest = old + growth
  for (let at = from; at < end; at++) {
    binary[at] = (rest & 0x7f) | (at < end - 1 ? 0x80 : 0)
    rest >>>= 7
  }
  if (rest > 0) throw new Error('Not the Lua binary that is known')
}
