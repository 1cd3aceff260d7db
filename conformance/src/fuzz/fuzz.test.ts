import { expect, test } from 'vitest'
import { fuzzPayloads } from './fuzz-payloads.ts'

/** `npm run fuzz` has the long run. */
const PAYLOADS = 4000

test.each(['7.0', '8.0', 'valkey-9'])(
  'corrupt payloads neither break nor hang the double as %s',
  { timeout: 30_000 },
  async (profile) => {
    const { answers, failures } = await fuzzPayloads({
      profile,
      payloads: PAYLOADS,
      seed: 20250705,
    })
    expect(failures).toEqual([])
    expect(answers.restored).toBeGreaterThan(PAYLOADS / 20)
    expect(answers['bad data']).toBeGreaterThan(PAYLOADS / 5)
  },
)
