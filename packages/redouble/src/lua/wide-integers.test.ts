import { expect, test } from 'vitest'
import type { Reply } from '../resp/reply.ts'
import { LuaScriptHost } from './script-host.ts'
import { stubBridge } from './stub-bridge.test-support.ts'

const host = new LuaScriptHost()

function run(body: string): Reply {
  const error = host.compile(body, body)
  if (error !== null) throw new Error(error)
  return host.run(body, [], [], stubBridge()) as Reply
}

test.each([
  ["string.sub('hello', 2, 1e10)", 'ello'],
  ["string.sub('hello', -1e10, 3)", 'hel'],
  ["string.sub('hello', 2, math.huge)", ''],
  ["string.rep('ab', 2^32 + 1)", 'ab'],
  ["(string.gsub('aaa', 'a', 'b', 2^32 + 2))", 'bba'],
  ["table.concat({1, 2, 3}, ',', 2^32 + 1, 2^32 + 3)", '1,2,3'],
  ['string.char(2^32 + 65)', 'A'],
  ["(select(2^32 + 1, 'a', 'b'))", 'a'],
  ["tostring(string.find('hello', 'l', 1e18))", 'nil'],
])('%s is %j, as with 64 bits', (expression, value) => {
  expect(run(`return ${expression}`)).toBe(value)
})

test.each([
  ["tostring(tonumber('0x'))", 'nil'],
  ["tostring(tonumber('-nan'))", '-nan'],
  ['tostring(0/0)', '-nan'],
  ['tostring(-(0/0))', 'nan'],
  ['tostring(math.acos(2))', 'nan'],
  ["redis.call('echo', 0/0)", '-nan'],
  ["redis.call('echo', -(0/0))", 'nan'],
])('%s is %s, as glibc has it on an x86', (expression, text) => {
  expect(run(`return ${expression}`)).toBe(text)
})
