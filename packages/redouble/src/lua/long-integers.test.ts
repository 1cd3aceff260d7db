import { beforeAll, expect, test } from 'vitest'
import type { ScriptHost } from '../engine/script-host.ts'
import { ErrorReply } from '../resp/reply.ts'
import { loadScriptHost } from './index.ts'
import { stubBridge } from './stub-bridge.test-support.ts'

let host: ScriptHost
beforeAll(async () => {
  host = await loadScriptHost()
})

function run(body: string): unknown {
  expect(host.compile(body, body)).toBeNull()
  const reply = host.run(body, [], [], stubBridge())
  return reply instanceof ErrorReply ? reply.text : reply
}

test.each([
  ["'%d of %s', 1700000000000, 'x'", '1700000000000 of x'],
  ["'%d', '1700000000001'", '1700000000001'],
  ["'%x|%X|%o', 2^32, 2^53 - 1, 2^40", '100000000|1FFFFFFFFFFFFF|20000000000000'],
  ["'%x|%u', -1, -1", 'ffffffffffffffff|18446744073709551615'],
  ["'%d|%d|%x', 2^63, 0/0, 2^64", '-9223372036854775808|-9223372036854775808|0'],
  [
    "'[%20d|%-16d|%020d]', 2^40, 2^40, -2^40",
    '[       1099511627776|1099511627776   |-0000001099511627776]',
  ],
  ["'[%+d|% d|%20.16d]', 2^40, 2^40, 2^40", '[+1099511627776| 1099511627776|    0001099511627776]'],
  ["'[%#x|%#20X|%#o]', 2^40, 2^40, 2^40", '[0x10000000000|       0X10000000000|020000000000000]'],
  ["'%d%%%d\\0', 2^40, 5", '1099511627776%5\0'],
])('string.format(%s) has integers of 64 bits', (args, text) => {
  expect(run(`return string.format(${args})`)).toBe(text)
})

test.each([
  ["'%d %d', 2^40", "bad argument #3 to 'format' (no value)"],
  ["'%d %y', 2^40, 1", "invalid option '%y' to 'format'"],
  ["'%100d', 2^40", 'invalid format (width or precision too long)'],
  ['{}', "bad argument #1 to 'format' (string expected, got table)"],
])('string.format(%s) still fails as Lua does', (args, text) => {
  expect(run(`return string.format(${args})`)).toContain(text)
})

test.each([
  ["'18000000000', 16", 1649267441664],
  ["'-1', 2", 2 ** 64],
  ["' 0x1F ', 16", 31],
  ["'zz', 36", 1295],
  ["'0x', 16", null],
  ["'8', 8", null],
  ["'7 7', 8", null],
])('tonumber(%s) is %j', (args, value) => {
  expect(run(`return string.format('%.0f', tonumber(${args}) or -1)`)).toBe(
    value === null ? '-1' : BigInt(value).toString(),
  )
})
