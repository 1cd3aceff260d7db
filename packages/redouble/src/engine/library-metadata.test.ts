import { expect, test } from 'vitest'
import { ErrorReply } from '../resp/reply.ts'
import { libraryName } from './library-metadata.ts'

test.each([
  ['#!lua name=lib\n', 'lib'],
  ['#!LUA NAME=Lib_1\nreturn', 'Lib_1'],
  ["#!lua 'name=quoted'\n", 'quoted'],
])('%j names %s', (source, name) => {
  expect(libraryName(source)).toBe(name)
})

test.each([
  ['return 1', 'ERR Missing library metadata'],
  ['#!lua name=lib', 'ERR Invalid library metadata'],
  ['#!lua "name=lib\n', 'ERR Invalid library metadata'],
  ['#!lua\n', 'ERR Library name was not given'],
  ['#!lua name=a name=b\n', 'ERR Invalid metadata value, name argument was given multiple times'],
  ['#!lua flags=no-writes\n', 'ERR Invalid metadata value given: flags=no-writes'],
  ['#! lua name=a\n', 'ERR Invalid metadata value given: lua'],
  ['#!js name=a\n', "ERR Engine 'js' not found"],
])('%j is refused', (source, text) => {
  expect(() => libraryName(source)).toThrow(new ErrorReply(text) as never)
})
