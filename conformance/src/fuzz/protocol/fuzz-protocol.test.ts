import { expect, test } from 'vitest'
import { fuzzProtocol } from './fuzz-protocol.ts'

/** `npm run fuzz -- --requests 10000000` has the long run. */
const REQUESTS = 20_000

test.each(['7.0', '8.0', 'valkey-9'])(
  'malformed requests neither break nor hang the double as %s, in one piece or in many',
  { timeout: 30_000 },
  (profile) => {
    const figures = fuzzProtocol({ profile, requests: REQUESTS, seed: 20250705 })
    expect(figures.failures).toEqual([])
    expect(figures.closed).toBeGreaterThan(REQUESTS / 20)
    expect(Object.keys(figures.errors)).toEqual(
      expect.arrayContaining([
        'invalid multibulk length',
        'invalid bulk length',
        'unauthenticated multibulk length',
        'unbalanced quotes in request',
        "expected '$', got …",
      ]),
    )
  },
)
