import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CallCoverage } from '../coverage/call-coverage.ts'
import type { Program } from '../subjects/step.ts'
import { generatedCommands, sharedPrograms, soloPrograms } from './program-arbitrary.ts'

const SEED = 20250705

describe('generated programs', () => {
  test('are the same from the same seed', () => {
    const programs = soloPrograms(generatedCommands('8.0'), 24)
    const draw = (): Program[] => fc.sample(programs, { seed: SEED, numRuns: 20 })
    expect(draw()).toEqual(draw())
  })

  test.each(['7.0', '8.0', 'valkey-8.1'])(
    'call every command of %s that overrides.ts gives no reason not to',
    (profile) => {
      const coverage = new CallCoverage(profile)
      const commands = generatedCommands(profile)
      for (const programs of [soloPrograms(commands, 24), sharedPrograms(commands, 14)]) {
        for (const one of fc.sample(programs, { seed: SEED, numRuns: 2500 })) coverage.count(one)
      }
      expect(coverage.missing()).toEqual([])
      expect(Object.keys(coverage.calls()).length).toBeGreaterThan(150)
    },
  )

  test('shrink to the steps and words that matter', () => {
    const programs = soloPrograms(generatedCommands('8.0'), 24)
    const isLongPush = ({ argv }: Program[number]): boolean =>
      argv[0] === 'RPUSH' && argv.includes('5')
    const result = fc.check(
      fc.property(programs, (program) => !program.some(isLongPush)),
      { seed: SEED, numRuns: 2000 },
    )
    const found = result.counterexample?.[0] ?? []
    expect(found.map(({ argv }) => argv)).toEqual([['RPUSH', '5']])
  })
})
