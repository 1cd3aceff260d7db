import { expect, test, vi } from 'vitest'
import type { Command } from '../command/define.ts'
import { openTestEngine } from '../engine/engine.test-support.ts'
import { allCommands } from './index.ts'

/** The names of the definitions that a rule does not hold for. */
function breaking(rule: (command: Command) => boolean): string[] {
  return allCommands.filter((command) => !rule(command)).map((command) => command.name)
}

const VERSION = /^\d+\.\d+\.\d+$/

test('a definition says in a sentence what its command does', () => {
  expect(breaking(({ summary }) => /^[A-Z].*[A-Za-z0-9`]\.$/.test(summary))).toEqual([])
})

test('a definition says since when there is the command, on Valkey if nowhere else', () => {
  const isVersion = (since: string | undefined): boolean => VERSION.test(since ?? '')
  expect(
    breaking(({ since, valkeySince }) => isVersion(since === 'never' ? valkeySince : since)),
  ).toEqual([])
})

test('a definition says how much work its command is, and lists nothing twice', () => {
  expect(
    breaking(({ complexity, isUnsupported, name }) => {
      return complexity !== undefined || isUnsupported === true || name === 'xread'
    }),
  ).toEqual([])
  expect(breaking(({ flags }) => new Set(flags).size === flags.length)).toEqual([])
  expect(breaking(({ effects = [] }) => new Set(effects).size === effects.length)).toEqual([])
})

test('a subcommand has a container, and what is blocking has a time to wait', () => {
  const names = new Set(allCommands.map((one) => one.name))
  expect(breaking(({ name }) => !name.includes('|') || names.has(name.split('|')[0]))).toEqual([])
  expect(
    breaking(({ flags, effects, isUnsupported }) => {
      const waits = flags.includes('blocking') && isUnsupported !== true
      return !waits || effects?.includes('clock') === true
    }),
  ).toEqual([])
})

test.each([
  ['clock', 'GETEX', 'k', 'PX', '100'],
  ['random', 'SPOP', 's'],
  ['channel', 'PUBLISH', 'news', 'hello'],
  ['keyspace', 'SWAPDB', '0', '1'],
])(
  "a handler that has the effect '%s' and does not declare it fails in tests",
  (effect, ...argv) => {
    const { engine, client } = openTestEngine()
    const redis = client()
    redis.send('SADD', 's', 'a', 'b')
    redis.send('SET', 'k', 'v')
    const command = engine.commands.lookup(argv[0]) as Command
    const silent = { ...command, effects: [] }
    // Engines share their tables.
    const lookup = vi.spyOn(engine.commands, 'lookup').mockReturnValue(silent)
    const reply = redis.send(...argv)
    lookup.mockRestore()
    expect(reply).toContain(
      `Redouble failed in ${command.name}: Error: ${command.name} has the effect '${effect}'`,
    )
  },
)
