import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, expect, test } from 'vitest'
import type { ScriptHost } from '../engine/script-host.ts'
import { loadScriptHost } from './index.ts'
import { withMurmurHash } from './string-hash.ts'
import { REDIS_8, stubBridge, type StubServer } from './stub-bridge.test-support.ts'

const VALKEY_8: StubServer = {
  redisVersion: '7.2.4',
  redisVersionNumber: 0x070204,
  valkeyVersion: '8.1.1',
}
const NAMES = ['name', 'consumers', 'pending', 'last-delivered-id', 'entries-read', 'lag']
const ORDER = 'local t = {} for i = 1, #ARGV do t[ARGV[i]] = i end return cjson.encode(t)'

let redis: ScriptHost
let valkey: ScriptHost

beforeAll(async () => {
  redis = await loadScriptHost()
  valkey = await loadScriptHost()
})

test('a table is walked in the order that Redis and Valkey hash its names to', () => {
  const order = (host: ScriptHost, server: StubServer): unknown => {
    expect(host.compile('order', ORDER)).toBeNull()
    return host.run('order', [], NAMES, stubBridge(server))
  }
  expect(order(redis, REDIS_8)).toBe(
    '{"last-delivered-id":4,"name":1,"consumers":2,"pending":3,"entries-read":5,"lag":6}',
  )
  expect(order(valkey, VALKEY_8)).toBe(
    '{"lag":6,"pending":3,"name":1,"consumers":2,"entries-read":5,"last-delivered-id":4}',
  )
})

test('another binary is refused instead of being bent', () => {
  const path = createRequire(import.meta.url).resolve('wasmoon-lua5.1/dist/liblua5.1.wasm')
  const binary = Uint8Array.from(readFileSync(path))
  expect(withMurmurHash(binary).length).toBeGreaterThan(binary.length)
  // Hashed already: the function that is looked for is not there any more.
  expect(() => withMurmurHash(withMurmurHash(binary))).toThrow('Not the Lua binary')
})
