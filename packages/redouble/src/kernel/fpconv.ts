/**
 * The digits that Redis 7.2+ and Valkey print of a double: Loitsch's Grisu2, which is nearly always
 * the shortest text that reads back as the same double, and one of 17 digits where it is not.
 */

/** A number `frac` × 2^`exp`, `frac` being of 64 bits. */
interface Scaled {
  readonly frac: bigint
  readonly exp: number
}

export interface Digits {
  readonly digits: string
  /** The power of ten that the last digit counts. */
  readonly exponent: number
}

const FIRST_POWER = -348
const POWER_STEP = 8
const POWER_COUNT = 87
/** The powers of ten are chosen so that a product's exponent lies between these. */
const LEAST_EXPONENT = -60
const GREATEST_EXPONENT = -32
const LOG10_2 = 0.30102999566398114
const HIDDEN_BIT = 1n << 52n
const FRACTION_MASK = HIDDEN_BIT - 1n
const HALF = 1n << 63n
const MASK_64 = (1n << 64n) - 1n

const VIEW = new DataView(new ArrayBuffer(8))
let powers: Scaled[] | null = null

/** The digits of a positive, finite double. */
export function fpconvDigits(value: number): Digits {
  VIEW.setFloat64(0, value)
  const bits = VIEW.getBigUint64(0)
  const biased = Number(bits >> 52n) & 0x7ff
  const fraction = bits & FRACTION_MASK
  const frac = biased === 0 ? fraction : fraction | HIDDEN_BIT
  const exp = (biased === 0 ? 1 : biased) - 1075
  const upper = normalized({ frac: (frac << 1n) + 1n, exp: exp - 1 })
  const isNarrow = frac === HIDDEN_BIT
  const low = isNarrow ? (frac << 2n) - 1n : (frac << 1n) - 1n
  const lowExp = isNarrow ? exp - 2 : exp - 1
  const lower = { frac: low << BigInt(lowExp - upper.exp), exp: upper.exp }
  const index = powerFor(upper.exp)
  const power = powerAt(index)
  const w = multiply(normalized({ frac, exp }), power)
  const scaledUpper = multiply(upper, power)
  const scaledLower = multiply(lower, power)
  return generate(w, scaledUpper.frac - 1n, scaledLower.frac + 1n, scaledUpper.exp, index)
}

function normalized({ frac, exp }: Scaled): Scaled {
  const shift = 64 - frac.toString(2).length
  return { frac: frac << BigInt(shift), exp: exp - shift }
}

function multiply(a: Scaled, b: Scaled): Scaled {
  const product = a.frac * b.frac
  return { frac: (product + HALF) >> 64n, exp: a.exp + b.exp + 64 }
}

function powerFor(exp: number): number {
  const approximate = Math.trunc(-(exp + POWER_COUNT) * LOG10_2)
  let index = Math.trunc((approximate - FIRST_POWER) / POWER_STEP)
  for (;;) {
    const current = exp + powerAt(index).exp + 64
    if (current < LEAST_EXPONENT) index++
    else if (current > GREATEST_EXPONENT) index--
    else return index
  }
}

/** 10^k for each eighth k, rounded to 64 bits. */
function powerAt(index: number): Scaled {
  powers ??= Array.from({ length: POWER_COUNT }, (_, i) => powerOfTen(FIRST_POWER + i * POWER_STEP))
  return powers[index]
}

function powerOfTen(k: number): Scaled {
  const ROOM = 1300n
  const exact = k >= 0 ? (10n ** BigInt(k)) << ROOM : (1n << (2n * ROOM)) / 10n ** BigInt(-k)
  const scale = k >= 0 ? -1300 : -2600
  const shift = exact.toString(2).length - 64
  const rounded = (exact + (1n << BigInt(shift - 1))) >> BigInt(shift)
  return { frac: rounded & MASK_64, exp: scale + shift }
}

/** Digits from the left until what is left lies within the boundaries. */
function generate(w: Scaled, upper: bigint, lower: bigint, exp: number, index: number): Digits {
  const below = BigInt(-exp)
  const one = 1n << below
  const distance = upper - w.frac
  let delta = upper - lower
  const whole = upper >> below
  let part = upper & (one - 1n)
  const wholeDigits = String(whole)
  let rest = whole
  const power = -(FIRST_POWER + index * POWER_STEP)
  let digits = ''
  let divisor = 10n ** BigInt(wholeDigits.length - 1)
  for (let kappa = wholeDigits.length; kappa > 0; divisor /= 10n) {
    const digit = rest / divisor
    rest -= digit * divisor
    digits += digit
    kappa--
    const left = (rest << below) + part
    if (left <= delta) {
      const last = roundedDown(digits, delta, left, divisor << below, distance)
      return { digits: last, exponent: power + kappa }
    }
  }
  let unit = 10n
  for (let kappa = 0; ; unit *= 10n) {
    part *= 10n
    delta *= 10n
    kappa--
    const digit = part >> below
    digits += digit
    part &= one - 1n
    if (part < delta) {
      const last = roundedDown(digits, delta, part, one, distance * unit)
      return { digits: last, exponent: power + kappa }
    }
  }
}

/** Lowers the last digit while that comes closer to the number itself. */
function roundedDown(
  digits: string,
  delta: bigint,
  left: bigint,
  step: bigint,
  distance: bigint,
): string {
  let last = Number(digits.at(-1))
  let at = left
  while (
    at < distance &&
    delta - at >= step &&
    (at + step < distance || distance - at > at + step - distance)
  ) {
    last--
    at += step
  }
  return digits.slice(0, -1) + last
}
