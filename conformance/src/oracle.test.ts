import { fileURLToPath } from 'node:url'
import { loadScriptHost } from 'redouble/embed'
import { describeMissing, requireServers } from 'redouble/real'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Campaign } from './campaign.ts'
import { readCorpus } from './corpus/read-corpus.ts'
import { startPairs, stopPairs } from './pair.ts'
import { readScripts } from './scripts.ts'
import { Double } from './subjects/double.ts'
import { connectionsOf, type Program, runsOf, sleep } from './subjects/step.ts'

const scripts = readScripts(fileURLToPath(new URL('../scripts', import.meta.url)))
const corpus = readCorpus(fileURLToPath(new URL('../corpus', import.meta.url)))
const PROFILES = ['7.0', '8.0', '8.2', 'valkey-8.1', 'valkey-9']
/** A taste of generated programs; `npm run conformance` has the meal. */
const PROGRAMS = 400
const PAIRS = 4
/** Always the same ones: here a difference is somebody’s change, not a find. */
const SEED = 20250705

const found = (await requireServers()).filter((server) => PROFILES.includes(server.profile))
const names = found.map((server) => `${server.flavour} ${server.version}`).join(', ')
console.log(found.length > 0 ? `The oracle asks ${names}.` : describeMissing())

describe.skipIf(found.length === 0)('the double answers as the real servers do', () => {
  test.each(found)(
    '$flavour $version, every oracle script and some generated programs',
    { timeout: 240_000 },
    async (server) => {
      const pairs = await startPairs(server, PAIRS)
      try {
        const campaign = new Campaign(server.profile, pairs)
        await campaign.replay(scripts)
        await campaign.replayCorpus(corpus)
        await campaign.generate({ minutes: 1, programs: PROGRAMS, neverWaits: true }, SEED)
        const { differences, programs } = campaign.figures
        expect(differences.join('\n\n')).toBe('')
        expect(programs).toBeGreaterThanOrEqual(PROGRAMS)
      } finally {
        await stopPairs(pairs)
      }
    },
  )
})

describe('without a server', () => {
  let double: Double
  beforeAll(async () => {
    double = new Double('8.0', { loadScriptHost, checksFootprints: true })
    await double.warmUp()
  })
  afterAll(() => double.stop())

  test.each(scripts)('$name runs on the double without an internal error', async ({ program }) => {
    const transcript = await playAlone(double, program)
    expect(transcript.join('')).not.toContain('Redouble failed')
  })
})

async function playAlone(double: Double, program: Program): Promise<string[]> {
  await double.open(connectionsOf(program), 3)
  for (const run of runsOf(program)) {
    if (run[0].sleepMs !== undefined) await sleep(run[0].sleepMs)
    else double.send(run)
    await double.barrier()
  }
  const received = double.take()
  await double.cleanUp(program)
  return received
}
