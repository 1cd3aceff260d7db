/**
 * Sine, cosine and their inverses to some 68 bits before they are rounded. The C library's functions are
 * right to the last digit in all but very few cases; JavaScript's miss it once in fifty, which
 * distances would show.
 */

/** A number as the unevaluated sum of a double and a much smaller one. */
interface Wide {
  high: number
  low: number
}

/** Steps of the tables: sines and cosines of k/128, up to a little more than a right angle. */
const STEPS = 128
const ENTRIES = 204
const FRACTION_BITS = 160n

const HALF_PI_HIGH = 1.5707963267948966
const HALF_PI_LOW = 6.123233995736766e-17
const SPLITTER = 2 ** 27 + 1

interface Tables {
  readonly sines: Float64Array
  readonly sinesLow: Float64Array
  readonly cosines: Float64Array
  readonly cosinesLow: Float64Array
}

let tables: Tables | undefined

export function sine(x: number): number {
  const angle = Math.abs(x)
  if (!(angle <= 2 * HALF_PI_HIGH)) return Math.sin(x)
  const result =
    angle <= HALF_PI_HIGH ? wideSine(angle, 0) : wideSine(2 * HALF_PI_HIGH - angle, 2 * HALF_PI_LOW)
  const rounded = result.high + result.low
  return x < 0 ? -rounded : x === 0 ? x : rounded
}

export function cosine(x: number): number {
  const angle = Math.abs(x)
  if (!(angle <= 2 * HALF_PI_HIGH)) return Math.cos(x)
  if (angle > HALF_PI_HIGH) {
    const { high, low } = wideSine(angle - HALF_PI_HIGH, -HALF_PI_LOW)
    return -(high + low)
  }
  const { high, low } = cosineOfAcute(angle)
  return high + low
}

export function arcSine(x: number): number {
  const value = Math.abs(x)
  if (!(value <= 1)) return Number.NaN
  const angle = value <= 0.75 ? smallArc(value, 0) : largeArc(value)
  return x < 0 ? -angle : x === 0 ? x : angle
}

/** The angle of a point seen from the origin, from -π to π. */
export function arcTangent2(y: number, x: number): number {
  const [up, along] = [Math.abs(y), Math.abs(x)]
  const angle = Math.atan2(up, along)
  if (up === 0 || along === 0 || !Number.isFinite(angle)) return Math.atan2(y, x)
  const sin = wideSine(angle, 0)
  const cos = cosineOfAcute(angle)
  const a = product(up, cos.high)
  const b = product(along, sin.high)
  const missed = a.high - b.high + (a.low - b.low + up * cos.low - along * sin.low)
  const rest = missed / (along * cos.high + up * sin.high)
  if (x > 0) return y < 0 ? -(angle + rest) : angle + rest
  const high = 2 * HALF_PI_HIGH - angle
  const error = 2 * HALF_PI_HIGH - high - angle
  const obtuse = high + (error + 2 * HALF_PI_LOW - rest)
  return y < 0 ? -obtuse : obtuse
}

/** One step of Newton's from a good guess, with what the value lacks in `low`. */
function smallArc(value: number, low: number): number {
  const { angle, rest } = arcParts(value, low)
  return angle + rest
}

function arcParts(value: number, low: number): { angle: number; rest: number } {
  const angle = Math.asin(value)
  const { high, low: highLow } = wideSine(angle, 0)
  return { angle, rest: (value - high - highLow + low) / Math.cos(angle) }
}

/** Near 1, by way of half the angle that is missing to a right one. */
function largeArc(value: number): number {
  const half = (1 - value) / 2
  const root = Math.sqrt(half)
  if (root === 0) return HALF_PI_HIGH
  const square = product(root, root)
  const rootLow = (half - square.high - square.low) / (2 * root)
  const { angle, rest } = arcParts(root, rootLow)
  const high = HALF_PI_HIGH - 2 * angle
  const error = HALF_PI_HIGH - high - 2 * angle
  return high + (error + HALF_PI_LOW - 2 * rest)
}

/** sin(x + dx) for 0 ≤ x ≤ π/2 and a tiny dx. */
function wideSine(x: number, dx: number): Wide {
  const k = Math.round(x * STEPS)
  const t = x - k / STEPS
  const square = t * t
  const cubic = -t * square * (1 / 6 - square * (1 / 120 - square / 5040))
  if (k === 0) return { high: t, low: cubic + dx }
  const { sines, sinesLow, cosines, cosinesLow } = (tables ??= makeTables())
  const main = product(cosines[k], t)
  // cos t - 1
  const bend = -square * (1 / 2 - square * (1 / 24 - square / 720))
  const small =
    sinesLow[k] + cosinesLow[k] * t + cosines[k] * (cubic + dx) + sines[k] * (bend - t * dx)
  return sumOf(sines[k], main, small)
}

/** cos(x) for 0 ≤ x ≤ π/2; near a right angle the difference to it is exact. */
function cosineOfAcute(x: number): Wide {
  if (x <= 0.75) return wideCosine(x)
  const rest = HALF_PI_HIGH - x
  return wideSine(rest, HALF_PI_LOW + (HALF_PI_HIGH - rest - x))
}

/** cos(x) for 0 ≤ x ≤ 3/4. */
function wideCosine(x: number): Wide {
  const k = Math.round(x * STEPS)
  const t = x - k / STEPS
  const square = t * t
  const bend = -square * (1 / 2 - square * (1 / 24 - square / 720))
  if (k === 0) return { high: 1, low: bend }
  const { sines, sinesLow, cosines, cosinesLow } = (tables ??= makeTables())
  const cubic = -t * square * (1 / 6 - square * (1 / 120 - square / 5040))
  const main = product(-sines[k], t)
  const small = cosinesLow[k] - sinesLow[k] * t - sines[k] * cubic + cosines[k] * bend
  return sumOf(cosines[k], main, small)
}

/** The larger, the exact product and what is small, added without losing anything that counts. */
function sumOf(base: number, main: Wide, small: number): Wide {
  const high = base + main.high
  const low = main.high - (high - base)
  return { high, low: low + (main.low + small) }
}

/** a × b exactly (Dekker). */
function product(a: number, b: number): Wide {
  const high = a * b
  const bigA = SPLITTER * a
  const headA = bigA - (bigA - a)
  const tailA = a - headA
  const bigB = SPLITTER * b
  const headB = bigB - (bigB - b)
  const tailB = b - headB
  const low = tailA * tailB - (high - headA * headB - tailA * headB - headA * tailB)
  return { high, low }
}

/** By turning through 1/128 again and again, in fixed point. */
function makeTables(): Tables {
  const one = 1n << FRACTION_BITS
  const [stepSine, stepCosine] = seriesAt(one / BigInt(STEPS))
  const made: Tables = {
    sines: new Float64Array(ENTRIES),
    sinesLow: new Float64Array(ENTRIES),
    cosines: new Float64Array(ENTRIES),
    cosinesLow: new Float64Array(ENTRIES),
  }
  let sin = 0n
  let cos = one
  for (let k = 0; k < ENTRIES; k++) {
    made.sines[k] = toDouble(sin)
    made.sinesLow[k] = toDouble(sin - toFixedPoint(made.sines[k]))
    made.cosines[k] = toDouble(cos)
    made.cosinesLow[k] = toDouble(cos - toFixedPoint(made.cosines[k]))
    const next = (sin * stepCosine + cos * stepSine) >> FRACTION_BITS
    cos = (cos * stepCosine - sin * stepSine) >> FRACTION_BITS
    sin = next
  }
  return made
}

function seriesAt(x: bigint): [sine: bigint, cosine: bigint] {
  let sin = 0n
  let cos = 0n
  let term = 1n << FRACTION_BITS
  for (let n = 1n; term !== 0n; n++) {
    const sign = ((n - 1n) / 2n) % 2n === 0n ? 1n : -1n
    if (n % 2n === 1n) cos += sign * term
    else sin += sign * term
    term = (term * x) / (n << FRACTION_BITS)
  }
  return [sin, cos]
}

/** Rounded down a little where it has more bits than a double: the low part makes up for it. */
function toDouble(value: bigint): number {
  return Number(value) * 2 ** -Number(FRACTION_BITS)
}

function toFixedPoint(value: number): bigint {
  return BigInt(value * 2 ** 120) << (FRACTION_BITS - 120n)
}
