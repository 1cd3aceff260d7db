import { beforeEach, describe, expect, test } from 'vitest'
import { profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

let client: TestClient

beforeEach(() => {
  client = sicily('8.0')
})

function sicily(profile: string): TestClient {
  const opened = openTestEngine({ profile: profileNamed(profile) }).client()
  opened.send(
    'GEOADD',
    'k',
    '13.361389',
    '38.115556',
    'Palermo',
    '15.087269',
    '37.502669',
    'Catania',
  )
  return opened
}

describe('positions', () => {
  test('print as each server prints them', () => {
    expect(client.send('GEOPOS', 'k', 'Palermo', 'x')).toBe(
      '*2\r\n*2\r\n$18\r\n13.361389338970184\r\n$16\r\n38.1155563954963\r\n*-1\r\n',
    )
    expect(sicily('7.0').send('GEOPOS', 'k', 'Palermo')).toContain('13.36138933897018433')
  })

  test('off the map are refused before anything is added', () => {
    expect(client.send('GEOADD', 'new', 1, 2, 'a', 181, 2, 'b')).toBe(
      '-ERR invalid longitude,latitude pair 181.000000,2.000000\r\n',
    )
    expect(client.send('EXISTS', 'new')).toBe(':0\r\n')
  })
})

test('distances have four decimals, in any unit', () => {
  expect(client.send('GEODIST', 'k', 'Palermo', 'Catania')).toBe('$11\r\n166274.1516\r\n')
  expect(client.send('GEODIST', 'k', 'Palermo', 'Catania', 'MI')).toBe('$8\r\n103.3182\r\n')
  expect(client.send('GEODIST', 'k', 'Palermo', 'x')).toBe('$-1\r\n')
})

describe('a search', () => {
  test('answers in the order of the cells, or by distance where asked or limited', () => {
    const near = ['FROMLONLAT', '15', '37', 'BYRADIUS', '200', 'km']
    expect(client.send('GEOSEARCH', 'k', ...near)).toMatch(/Palermo[^]*Catania/)
    expect(client.send('GEOSEARCH', 'k', ...near, 'ASC')).toMatch(/Catania[^]*Palermo/)
    expect(client.send('GEOSEARCH', 'k', ...near, 'COUNT', 1)).toBe('*1\r\n$7\r\nCatania\r\n')
    expect(client.send('GEOSEARCH', 'k', ...near, 'COUNT', 1, 'ANY')).toBe(
      '*1\r\n$7\r\nPalermo\r\n',
    )
  })

  test('looks a member up before it reads on', () => {
    expect(client.send('GEOSEARCH', 'k', 'FROMMEMBER', 'x', 'BYRADIUS', 'y', 'km')).toBe(
      '-ERR could not decode requested zset member\r\n',
    )
    expect(client.send('GEOSEARCH', 'none', 'FROMMEMBER', 'x', 'BYRADIUS', '1', 'km')).toBe(
      '*0\r\n',
    )
  })

  test('by polygon is for Valkey 9', () => {
    const triangle = ['GEOSEARCH', 'k', 'BYPOLYGON', 3, 12, 37, 18, 37, 15, 40, 'WITHDIST']
    expect(client.send(...triangle)).toBe('-ERR syntax error\r\n')
    expect(sicily('valkey-9').send(...triangle)).toBe(
      '*2\r\n*2\r\n$7\r\nPalermo\r\n$11\r\n143827.8507\r\n*2\r\n$7\r\nCatania\r\n$10\r\n58674.3150\r\n',
    )
  })
})

describe('a destination', () => {
  test('gets the scores or the distances, and goes when nothing is found', () => {
    const near = ['FROMLONLAT', '15', '37', 'BYRADIUS', '200', 'km']
    expect(client.send('GEOSEARCHSTORE', 'd', 'k', ...near, 'STOREDIST')).toBe(':2\r\n')
    expect(client.send('ZSCORE', 'd', 'Catania')).toBe('$16\r\n56.4412578701582\r\n')
    expect(client.send('GEORADIUS', 'k', 15, 37, 1, 'm', 'STORE', 'd')).toBe(':0\r\n')
    expect(client.send('EXISTS', 'd')).toBe(':0\r\n')
  })

  test('is found by Valkey 9 where others look no more, and only the last one', () => {
    const call = [
      'COMMAND',
      'GETKEYS',
      'GEORADIUS',
      'k',
      1,
      2,
      3,
      'km',
      'STORE',
      'a',
      'STOREDIST',
      'b',
    ]
    expect(client.send(...call)).toBe('*3\r\n$1\r\nk\r\n$1\r\na\r\n$1\r\nb\r\n')
    expect(sicily('valkey-9').send(...call)).toBe('*2\r\n$1\r\nk\r\n$1\r\nb\r\n')
  })
})
