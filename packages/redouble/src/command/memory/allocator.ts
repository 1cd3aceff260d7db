import type { Profile } from '../profile.ts'

const PAGE = 4096
/** From here on blocks are large ones. */
const LARGE = 14_337

/** The bytes that an allocation of so many takes: the size class of jemalloc that they fall into. */
export function allocated(bytes: number, { quirks }: Profile): number {
  if (bytes <= 8) return 8
  if (quirks.largeBlocksArePages && bytes >= LARGE) return Math.ceil(bytes / PAGE) * PAGE
  const step = quirks.allocatorStep
  if (bytes <= 8 * step) return Math.ceil(bytes / step) * step
  const classStep = 2 ** (Math.ceil(Math.log2(bytes)) - 3)
  return Math.ceil(bytes / classStep) * classStep
}

/** A string with its header and its final zero. */
export function sdsBytes(length: number): number {
  return sdsHeader(length) + length + 1
}

/** One that has grown has a header that can tell its room. */
export function grownSdsBytes(length: number): number {
  return Math.max(3, sdsHeader(length)) + length + 1
}

function sdsHeader(length: number): number {
  if (length < 32) return 1
  if (length < 256) return 3
  return length < 65_536 ? 5 : 9
}
