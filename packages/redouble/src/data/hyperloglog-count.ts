/**
 * How many elements registers stand for: the estimator of Otmar Ertl ("New cardinality estimation
 * algorithms for HyperLogLog sketches", 2017), step by step as the servers compute it.
 */
import { REGISTERS } from './hyperloglog-format.ts'

/** Bits of the hash that a register counts. */
const Q = 50
/** 1 / (2 ln 2) */
const ALPHA = 0.7213475204444817

/** From how many registers have each value. */
export function estimate(histogram: Uint32Array): bigint {
  const m = REGISTERS
  let z = m * tau((m - histogram[Q + 1]) / m)
  for (let j = Q; j >= 1; j--) {
    z += histogram[j]
    z *= 0.5
  }
  z += m * sigma(histogram[0] / m)
  const count = (ALPHA * m * m) / z
  // What has no registers at 0 to Q has no end; the servers' conversion makes this of it.
  if (!Number.isFinite(count)) return 2n ** 63n
  return BigInt(Math.round(count))
}

function sigma(given: number): number {
  if (given === 1) return Number.POSITIVE_INFINITY
  let x = given
  let y = 1
  let z = x
  for (;;) {
    x *= x
    const before = z
    z += x * y
    y += y
    if (z === before) return z
  }
}

function tau(given: number): number {
  if (given === 0 || given === 1) return 0
  let x = given
  let y = 1
  let z = 1 - x
  for (;;) {
    x = Math.sqrt(x)
    const before = z
    y *= 0.5
    z -= (1 - x) * (1 - x) * y
    if (z === before) return z / 3
  }
}
