import { expect, test } from 'vitest'
import type { ErrorReply } from '../resp/reply.ts'
import { shebangFlags } from './shebang.ts'

function flags(source: string, isValkey = false): string[] | string | null {
  try {
    const found = shebangFlags(source, isValkey)
    return found === null ? null : [...found]
  } catch (error) {
    return (error as ErrorReply).text
  }
}

test('a script without a shebang has no flags at all', () => {
  expect(flags('return 1')).toBeNull()
  expect(flags(' #!lua\nreturn 1')).toBeNull()
})

test('flags are read from the first line', () => {
  expect(flags('#!lua\nreturn 1')).toEqual([])
  expect(flags('#!lua  flags=no-writes,allow-oom \nreturn 1')).toEqual(['no-writes', 'allow-oom'])
  expect(flags('#!lua flags=no-writes flags=\nreturn 1')).toEqual(['no-writes'])
})

test.each([
  ['#!lua', 'ERR Invalid script shebang'],
  ['#!lua\0\nreturn 1', 'ERR Invalid script shebang'],
  ['#!lua "flags\nreturn 1', 'ERR Invalid engine in script shebang'],
  ['#!js nope\nreturn 1', 'ERR Unexpected engine in script shebang: #!js'],
  ['#!lua nope\nreturn 1', 'ERR Unknown lua shebang option: nope'],
  ['#!lua flags=nope\nreturn 1', 'ERR Unexpected flag in script shebang: nope'],
])('%j is refused', (source, error) => {
  expect(flags(source)).toBe(error)
})

test('Valkey finds its engine in any case, and after the options', () => {
  expect(flags('#!LUA\nreturn 1', true)).toEqual([])
  expect(flags('#!js\nreturn 1', true)).toBe("ERR Could not find scripting engine 'js'")
  expect(flags('#!js nope\nreturn 1', true)).toBe('ERR Unknown lua shebang option: nope')
})
