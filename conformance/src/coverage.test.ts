import { fileURLToPath } from 'node:url'
import { allCommands } from 'redouble/embed'
import { expect, test } from 'vitest'
import { readScripts } from './scripts.ts'

const scripts = readScripts(fileURLToPath(new URL('../scripts', import.meta.url)))
const lines = scripts.flatMap(({ program }) => program.map(({ argv }) => argv))
const containers = new Set(allCommands.filter((one) => one.isContainer).map((one) => one.name))

/** Commands that no script can call in full, each with its reason. */
const NEVER_CALLED: Readonly<Record<string, string>> = {
  'client|info': 'ports and file descriptors',
  lastsave: 'the time of the start',
  'memory|doctor': 'what a young server says of its memory depends on how it was used',
  'memory|malloc-stats': "the allocator's own numbers",
  'memory|stats': "the allocator's own numbers",
  pfselftest: 'seconds of work, for an OK',
  time: 'the time',
}

/** The definition that a line of a script calls, by its name. */
function nameOf([first = '', second = '']: readonly string[]): string {
  const name = first.toLowerCase()
  return containers.has(name) && second !== '' ? `${name}|${second.toLowerCase()}` : name
}

test('every command that the double answers is asked of the real servers by a script', () => {
  const lengths = new Map<string, Set<number>>()
  for (const argv of lines) {
    const name = nameOf(argv)
    lengths.set(name, (lengths.get(name) ?? new Set()).add(argv.length))
  }
  const uncalled = allCommands.filter(({ name, arity, isContainer, isUnsupported }) => {
    if (isContainer || isUnsupported) return false
    const fits = (length: number): boolean => (arity > 0 ? length === arity : length >= -arity)
    return ![...(lengths.get(name) ?? [])].some(fits)
  })
  expect(uncalled.map((one) => one.name).sort()).toEqual(Object.keys(NEVER_CALLED).sort())
})
