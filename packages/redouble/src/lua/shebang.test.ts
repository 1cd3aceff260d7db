import { describe, expect, test } from 'vitest'
import { parseShebang } from './index.ts'

describe('parseShebang', () => {
  test('a script without one has none', () => {
    expect(parseShebang('return 1')).toBeUndefined()
    expect(parseShebang(' #!lua\nreturn 1')).toBeUndefined()
  })

  test('flags are listed, those of several options together', () => {
    expect(parseShebang('#!lua\nreturn 1')).toEqual({ engine: 'lua', flags: [] })
    const { flags } = parseShebang('#!lua flags=no-writes,allow-oom flags="no-cluster"\n') ?? {}
    expect(flags).toEqual(['no-writes', 'allow-oom', 'no-cluster'])
  })

  test.each([
    ['#!lua flags=bad\n', 'ERR Unexpected flag in script shebang: bad'],
    ['#!lua flags=no-writes,\n', 'ERR Unexpected flag in script shebang: '],
    ['#!lua name=x\n', 'ERR Unknown lua shebang option: name=x'],
    ['#!js\n', 'ERR Unexpected engine in script shebang: #!js'],
    ['#!lua flags=no-writes', 'ERR Invalid script shebang'],
    ['#!lua "open\n', 'ERR Invalid engine in script shebang'],
  ])('%j is refused as Redis refuses it', (source, error) => {
    expect(parseShebang(source)?.error).toBe(error)
  })

  test('Valkey names the engine it misses and takes any case', () => {
    expect(parseShebang('#!js\n', true)?.error).toBe("ERR Could not find scripting engine 'js'")
    expect(parseShebang('#!LUA\n', true)?.error).toBeUndefined()
  })
})
