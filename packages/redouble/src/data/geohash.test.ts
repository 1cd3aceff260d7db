import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areaOf, cellAt, geohashText, neighbourOf, pointOf, scoreOf, scoresOf } from './geohash.ts'
import { cellsOf } from './geohash-cells.ts'
import { distanceBetween } from './geohash-distance.ts'
import { centerOf } from './geohash-polygon.ts'
import { distanceWithin, type Shape } from './geohash-shape.ts'

const point = fc.record({
  longitude: fc.double({ min: -180, max: 179.999, noNaN: true }),
  latitude: fc.double({ min: -85, max: 85, noNaN: true }),
})

describe('a score', () => {
  test('is that of the servers', () => {
    expect(scoreOf({ longitude: 13.361389, latitude: 38.115556 })).toBe(3479099956230698)
    expect(scoreOf({ longitude: 180, latitude: 85.05112878 })).toBe(13510798882111488)
    expect(geohashText(pointOf(3479099956230698))).toBe('sqc8b49rny0')
  })

  test('leads back to within a cell, and from there to itself', () => {
    fc.assert(
      fc.property(point, (given) => {
        const back = pointOf(scoreOf(given))
        expect(Math.abs(back.longitude - given.longitude)).toBeLessThan(360 / 2 ** 26)
        expect(Math.abs(back.latitude - given.latitude)).toBeLessThan(171 / 2 ** 26)
        expect(scoreOf(back)).toBe(scoreOf(given))
      }),
    )
  })

  test('that no point has stands for one all the same', () => {
    expect(pointOf(-5)).toEqual({ longitude: 180, latitude: 85.05112878 })
    expect(pointOf(Infinity)).toEqual(pointOf(0))
    expect(pointOf(-Infinity)).toEqual({ longitude: 180, latitude: -85.05112751263943 })
  })

  test('lies within those of every cell around its point', () => {
    fc.assert(
      fc.property(point, fc.integer({ min: 1, max: 26 }), (given, step) => {
        const { min, max } = scoresOf(cellAt(given, step))
        expect(scoreOf(given)).toBeGreaterThanOrEqual(min)
        expect(scoreOf(given)).toBeLessThan(max)
      }),
    )
  })
})

test('the neighbour in the east begins where a cell ends', () => {
  const cell = cellAt({ longitude: 10, latitude: 10 }, 9)
  expect(areaOf(neighbourOf(cell, 1, 0)).west).toBe(areaOf(cell).east)
  expect(neighbourOf(neighbourOf(cell, 1, -1), -1, 1)).toEqual(cell)
})

test('the cells of a circle hold what is within it', () => {
  const near = fc.record({
    longitude: fc.double({ min: -1, max: 1, noNaN: true }),
    latitude: fc.double({ min: -1, max: 1, noNaN: true }),
  })
  const center = fc.record({
    longitude: fc.double({ min: -170, max: 170, noNaN: true }),
    latitude: fc.double({ min: -75, max: 75, noNaN: true }),
  })
  fc.assert(
    fc.property(
      center,
      near,
      fc.double({ min: 1, max: 2e5, noNaN: true }),
      (around, by, radius) => {
        const shape: Shape = { kind: 'circle', center: around, radius }
        const there = {
          longitude: around.longitude + by.longitude,
          latitude: around.latitude + by.latitude,
        }
        if (distanceWithin(shape, there) < 0) return
        const score = scoreOf(there)
        const isHeld = cellsOf(shape).some((cell) => {
          const { min, max } = scoresOf(cell)
          return score >= min && score < max
        })
        expect(isHeld).toBe(true)
      },
    ),
  )
})

test('distances are those of the servers to the last digit', () => {
  const from = pointOf(3479099956230698)
  const to = pointOf(3479447370796909)
  expect(distanceBetween(from, to).toFixed(4)).toBe('166274.1516')
})

test('a polygon is measured from the middle of its corners on the globe', () => {
  const vertices = [
    { longitude: 12, latitude: 37 },
    { longitude: 18, latitude: 37 },
    { longitude: 18, latitude: 40 },
    { longitude: 12, latitude: 40 },
  ]
  const shape: Shape = { kind: 'polygon', center: centerOf(vertices), vertices }
  expect(distanceWithin(shape, pointOf(3479447370796909)).toFixed(4)).toBe('115441.5104')
  expect(distanceWithin(shape, { longitude: 11, latitude: 38 })).toBe(-1)
})
