import { describe, expect, test } from 'vitest'
import { PAUSE, PAUSED } from '../engine/script-host.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import { SCRIPT_CORPUS } from './corpus/scripts.corpus.ts'
import { LuaScriptHost } from './script-host.ts'
import { REDIS_8, stubBridge } from './stub-bridge.test-support.ts'

/** Scripts that count high would take long, instruction by instruction. */
const MAX_PAUSES = 2000

interface Told {
  reply: Reply
  pauses: number
}

/** Runs a script to its end, pausing at every look at the clock if it `pauses`. */
function run(
  host: LuaScriptHost,
  { body, keys = [], argv = [] }: { body: string; keys?: string[]; argv?: string[] },
  pauses: boolean,
): Told {
  let count = 0
  const bridge = stubBridge(REDIS_8, {
    onInstructions: () => (pauses && count < MAX_PAUSES ? PAUSE : undefined),
    onUnpausable: () => undefined,
  })
  const error = host.compile(body, body)
  if (error !== null) return { reply: error, pauses: 0 }
  let outcome = host.run(body, keys, argv, bridge)
  while (outcome === PAUSED) {
    count++
    outcome = host.resume()
  }
  return { reply: outcome as Reply, pauses: count }
}

/** Addresses differ from state to state; nothing else may. */
function shown(reply: Reply): string {
  const text = JSON.stringify(reply, (_, value) => {
    if (value instanceof ErrorReply) return `error ${value.text}`
    return typeof value === 'bigint' ? String(value) : value
  })
  return text.replace(/0x[0-9a-f]{4,}/g, '0x')
}

/** Scripts that reach across what Lua 5.1 cannot yield across. */
const CROSSINGS: Record<string, string> = {
  'a loop': 'local n = 0 for i = 1, 50 do n = n + i end return n',
  'calls and returns':
    'local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end return f(30)',
  'tail calls':
    'local function f(n) if n == 0 then return "end" end return f(n - 1) end return f(30)',
  'a pcall':
    'local ok, a, b = pcall(function(x, y) local s = x + y return s, s * 2 end, 1, 2) return {tostring(ok), a, b}',
  'a pcall of a builtin':
    "local ok, a = pcall(tostring, 5) local ok2, b = pcall(error, 'x') return {tostring(ok), a, tostring(ok2), b}",
  'nested pcalls': "return {pcall(pcall, pcall, function() local x = 1 error('deep') end)}",
  'an error in a pcall':
    'local ok, e = pcall(function() local t = nil local x = 1 return t.x end) return {tostring(ok), e}',
  'an error table in a pcall':
    "local ok, e = pcall(function() local x = 1 error({err = 'MINE now'}) end) return {tostring(ok), tostring(e)}",
  'a plain table in a pcall':
    'local ok, e = pcall(function() local x = 1 error({code = 7}) end) return {tostring(ok), e.code}',
  'a failing command in a pcall':
    "redis.call('set', 'k', 'v') local ok, e = pcall(redis.call, 'incr', 'k') return {tostring(ok), e}",
  'a failing command in a pcalled function':
    "redis.call('set', 'k', 'v') local ok, e = pcall(function() local x = 1 return redis.call('incr', 'k') end) return {tostring(ok), e}",
  'an error of the script':
    "local function f()\n local x = 1\n error('boom')\nend\nlocal y = 2\nf()",
  'an error of an error': 'local x = 1\nlocal y = x.z.w',
  'an error behind a pcall': "pcall(function() local x = 1 end)\nlocal y = 2\nerror('late')",
  'closures over what the stack had':
    "local fs = {} pcall(function() for i = 1, 3 do fs[i] = function() i = i + 1 return i end end local x = 1 error('x') end) return {fs[1](), fs[2](), fs[3](), fs[1]()}",
  'closures over a loop':
    'local fs = {} for i = 1, 3 do local j = i * 2 fs[i] = function() j = j + 1 return j end end return {fs[1](), fs[1](), fs[2](), fs[3]()}',
  xpcall:
    "local function h(e) local x = 'handled ' return x .. e end local ok, e = xpcall(function() local y = 1 error('inner', 0) end, h) local ok2, v = xpcall(function() local y = 1 return y end, h) return {tostring(ok), e, tostring(ok2), v}",
  'xpcall within pcall within xpcall':
    "local log = {} local function h(n) return function(e) log[#log + 1] = n .. e return e end end xpcall(function() pcall(function() xpcall(function() local x = 1 error('a', 0) end, h('1')) local y = 2 error('b', 0) end) local z = 3 error('c', 0) end, h('2')) return log",
  'an error in a handler':
    "local ok, e = xpcall(function() local x = 1 error('a') end, function() local y = 1 error('b') end) return {tostring(ok), tostring(e)}",
  'a coroutine':
    'local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) local c = coroutine.yield(b * 2) return a + b + c end) local _, x = coroutine.resume(co, 1) local _, y = coroutine.resume(co, 10) local _, z = coroutine.resume(co, 100) return {x, y, z, coroutine.status(co)}',
  'a wrapped iterator':
    'local t = {} for v in coroutine.wrap(function() for i = 1, 4 do local j = i * i coroutine.yield(j) end end) do t[#t + 1] = v end return t',
  'a coroutine that fails':
    "local co = coroutine.create(function() local x = 1 error('in co') end) local ok, e = coroutine.resume(co) local ok2, e2 = coroutine.resume(co) return {tostring(ok), e, coroutine.status(co), tostring(ok2), e2}",
  'a wrapped coroutine that fails':
    "local f = coroutine.wrap(function() local x = 1 error('in wrap') end) local ok, e = pcall(f) local ok2, e2 = pcall(function() local y = 1 f() end) return {tostring(ok), e, tostring(ok2), e2}",
  'a wrapped coroutine that ends the script':
    "local f = coroutine.wrap(function()\n local x = 1\n error('out') end)\nlocal y = 1\nf()",
  'a wrapped coroutine that fails with a table':
    "local f = coroutine.wrap(function()\n local x = 1\n error({err='MY err'}) end)\nlocal y = 1\nf()",
  'coroutines in coroutines':
    'local function gen(n) return coroutine.wrap(function() for i = 1, n do local j = i coroutine.yield(j) end end) end local t = {} for a in coroutine.wrap(function() for x in gen(3) do for y in gen(2) do coroutine.yield(x * 10 + y) end end end) do t[#t + 1] = a end return t',
  'a pcall in a coroutine':
    "local co = coroutine.wrap(function() local ok, e = pcall(function() local x = 1 error('p', 0) end) coroutine.yield(e) local ok2, v = pcall(function() local x = 2 return x end) return v end) return {co(), co()}",
  'a yield across a pcall':
    'local co = coroutine.create(function() return pcall(function() local x = 1 coroutine.yield(x) end) end) local ok, a, b = coroutine.resume(co) return {tostring(ok), tostring(a), tostring(b)}',
  'a yield outside of a coroutine': 'local x = 1 local ok, e = pcall(coroutine.yield, 1) return e',
  'a yield in the script itself': 'local x = 1 coroutine.yield(x)',
  'the status of coroutines':
    'local co co = coroutine.create(function() local inner = coroutine.create(function() local x = 1 return coroutine.status(co) end) local _, s = coroutine.resume(inner) return s, coroutine.status(co), tostring(coroutine.running() == co) end) local _, a, b, c = coroutine.resume(co) return {a, b, c, coroutine.status(co)}',
  'index metamethods':
    "local t = setmetatable({}, {__index = function(_, k) local x = 1 return k .. x end}) local u = setmetatable({}, {__index = t}) return {t.a, u.b, t['c' .. 'd'], u[1]}",
  'a method by metamethod':
    "local t = setmetatable({}, {__index = function(_, k) local x = 1 return function(self, v) local y = 2 return k .. v end end}) return t:go('!')",
  'newindex metamethods':
    'local log = {} local t = setmetatable({}, {__newindex = function(s, k, v) local x = 1 rawset(s, k, v * 2) log[#log + 1] = k end}) t.a = 1 t.b = 2 return {t.a, t.b, log[1], log[2]}',
  'arithmetic metamethods':
    "local mt = {} local function num(v) return setmetatable({v = v}, mt) end local function val(a) return type(a) == 'table' and a.v or a end for _, n in ipairs({'add', 'sub', 'mul', 'div', 'mod', 'pow'}) do mt['__' .. n] = function(a, b) local x = 1 return n .. val(a) .. val(b) end end mt.__unm = function(a) local x = 1 return 'unm' .. a.v end local a, b = num(1), num(2) return {a + b, a - 1, 2 * b, a / b, a % b, a ^ b, -a}",
  'comparison metamethods':
    'local mt = {} mt.__eq = function(a, b) local x = 1 return a.v == b.v end mt.__lt = function(a, b) local x = 1 return a.v < b.v end mt.__le = function(a, b) local x = 1 return a.v <= b.v end local function n(v) return setmetatable({v = v}, mt) end local r = {} local function add(b) r[#r + 1] = b and 1 or 0 end add(n(1) == n(1)) add(n(1) == n(2)) add(n(1) ~= n(2)) add(n(1) < n(2)) add(n(2) < n(1)) add(n(1) <= n(1)) add(n(2) <= n(1)) add(n(2) >= n(1)) add(n(2) > n(1)) add(not (n(2) > n(1))) if n(1) == n(1) then add(true) else add(false) end while n(1) > n(2) do add(true) end return r',
  'less-or-equal by less':
    'local mt = {__lt = function(a, b) local x = 1 return a.v < b.v end} local function n(v) return setmetatable({v = v}, mt) end return {n(1) <= n(2) and 1 or 0, n(2) <= n(1) and 1 or 0, n(1) <= n(1) and 1 or 0, n(1) >= n(2) and 1 or 0}',
  'concat metamethods':
    "local mt = {__concat = function(a, b) local x = 1 local function v(o) return type(o) == 'table' and o.v or o end return v(a) .. v(b) end} local a = setmetatable({v = 'A'}, mt) return {a .. 'b', 'b' .. a, 'x' .. 'y' .. a .. 'z', a .. a}",
  'call metamethods':
    'local t = setmetatable({}, {__call = function(self, a, b) local x = 1 return a + b end}) return {t(1, 2), (pcall(t, 3, 4)), select(2, pcall(t, 5, 6))}',
  'tostring metamethods':
    "return tostring(setmetatable({}, {__tostring = function() local x = 1 return 'me' end}))",
  'a builtin as a metamethod':
    "local t = setmetatable({}, {__index = rawget}) local u = setmetatable({}, {__index = function(...) local x = 1 return select('#', ...) end}) return {tostring(t.x), u.x}",
  'pcall as a metamethod':
    'local t = setmetatable({}, {__call = pcall}) local ok, e = t(1) local u = setmetatable({f = 1}, {__index = pcall}) return {tostring(ok), tostring(u.x)}',
  'an iterator in Lua':
    'local function iter(s, i) local n = i + 1 if n > s then return nil end return n, n * n end local r = {} for i, sq in iter, 5, 0 do r[#r + 1] = sq end return r',
  'pairs and ipairs':
    "local r = {} for i, v in ipairs({'a', 'b'}) do r[#r + 1] = i .. v end for k, v in pairs({x = 1}) do r[#r + 1] = k .. v end return r",
  sort: 'local t = {5, 2, 8, 1, 9, 3} table.sort(t, function(a, b) local x = 1 return a > b end) return t',
  gsub: "return (string.gsub('abc', '%w', function(c) local x = 1 return c .. c end))",
  varargs:
    "local function f(...) local a, b = ... local x = 1 return select('#', ...), ... end return {f(1, nil, 3)}",
  'open results':
    "local function many() local x = 1 return 1, 2, 3 end local function take(...) local x = 1 return select('#', ...) end return {take(many()), take(many(), many()), {many()}, many()}",
  'a table constructor':
    'local function f(i) local x = 1 return i end return {f(1), f(2), {f(3), f(4)}, f(5)}',
  'a deep stack':
    'local function f(n) if n == 0 then return 0 end local a, b, c, d = 1, 2, 3, 4 return 1 + f(n - 1) end return f(190)',
  'a stack that overflows':
    'local n = 0 local function f() n = n + 1 return pcall(f) end local x = f() return n',
  commands:
    "local r = {} for i = 1, 5 do redis.call('set', 'k', i) r[i] = redis.call('get', 'k') end return r",
  setresp: "redis.setresp(3) local x = 1 return redis.call('hgetall', 'h')",
  garbage:
    'local t = {} for i = 1, 300 do t[i % 7] = {i, tostring(i), function() return i end} end collectgarbage() return t[3][1]',
  'a callback to commands within pcalls':
    "local n = 0 for i = 1, 4 do local ok, e = pcall(function() local v = redis.pcall('incr', 'k' .. i) if i == 3 then error({err = 'THREE'}) end return v end) if not ok then n = n + 10 end n = n + 1 end return n",
  'global functions of string':
    "local s = 'x' for i = 1, 5 do s = s .. string.rep('a', i):upper():sub(1, 2) end return s",
}

describe('a script that is paused', () => {
  const native = new LuaScriptHost()

  test.each([1, 2, 3, 7, 50])(
    'every %i instructions goes on as if it had not been',
    (interval) => {
      for (const [name, body] of Object.entries(CROSSINGS)) {
        const host = new LuaScriptHost({ hookInterval: interval })
        const paused = run(host, { body }, true)
        expect({ name, reply: shown(paused.reply) }).toEqual({
          name,
          reply: shown(run(native, { body }, false).reply),
        })
        if (interval === 1) expect(paused.pauses, name).toBeGreaterThan(1)
        // The host is as good as new.
        expect(
          run(host, { body: 'local n = 0 for i = 1, 9 do n = n + i end return n' }, false).reply,
        ).toBe(45)
      }
    },
    60_000,
  )

  test('behaves as the corpus of scripts has it', () => {
    for (const interval of [1, 10]) {
      const host = new LuaScriptHost({ hookInterval: interval })
      const plain = new LuaScriptHost()
      for (const script of SCRIPT_CORPUS) {
        if (/random|clock/.test(script.body)) continue
        expect({ name: script.name, reply: shown(run(host, script, true).reply) }).toEqual({
          name: script.name,
          reply: shown(run(plain, script, false).reply),
        })
      }
    }
  }, 60_000)
})
