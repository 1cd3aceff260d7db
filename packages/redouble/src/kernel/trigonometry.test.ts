import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arcSine, arcTangent2, cosine, sine } from './trigonometry.ts'

describe('where JavaScript misses the last digit', () => {
  test('sine and cosine have it', () => {
    // The right digits are those of a computation to sixty places.
    expect(cosine(1.3174486794561986)).toBe(0.25064614399121204)
    expect(cosine(0.42600733500349486)).toBe(0.9106229256418509)
    expect(arcSine(0.6406448661209292)).toBe(0.6953378190028149)
  })
})

test('nothing is further from JavaScript than a last digit', () => {
  const near = (mine: number, theirs: number): void => {
    expect(Math.abs(mine - theirs)).toBeLessThanOrEqual(Math.abs(theirs) * 2 ** -51)
  }
  const unit = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(unit, unit, (x, y) => {
      near(sine(x * Math.PI), Math.sin(x * Math.PI))
      near(cosine(x * 1.57), Math.cos(x * 1.57))
      near(arcSine(x), Math.asin(x))
      near(arcTangent2(y, x), Math.atan2(y, x))
    }),
  )
})

test('what is beyond the range of an arc is not a number', () => {
  expect(arcSine(1)).toBe(Math.PI / 2)
  expect(arcSine(1.0000000000000002)).toBeNaN()
  expect(sine(Number.POSITIVE_INFINITY)).toBeNaN()
})

test('zeros keep their sign', () => {
  expect(Object.is(sine(-0), -0)).toBe(true)
  expect(Object.is(arcSine(-0), -0)).toBe(true)
  expect(cosine(0)).toBe(1)
})
