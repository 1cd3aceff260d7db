/**
 * What runs once in a fresh interpreter, before any script, with the host's functions in a table.
 *
 * Redis patches its Lua with read-only tables; stock Lua has none. Here a script sees an empty
 * stand-in for each protected table: reads fall through to the real one, writes meet
 * `__newindex`, and the base functions that go around metamethods (`rawset`, `next`, …) are
 * wrapped by guards.ts, which knows the stand-ins by their address.
 */
export const PRELUDE: string = `
local host, os_clock, is_valkey, library = ...
local dbg, setmetatable, rawget, type, tostring = debug, setmetatable, rawget, type, tostring
local real = {}
for _, name in ipairs({'assert', 'collectgarbage', 'coroutine', 'error', 'gcinfo', 'getmetatable',
    'ipairs', 'load', 'loadstring', 'math', 'next', 'pairs', 'pcall', 'rawequal', 'rawget',
    'rawset', 'select', 'setmetatable', 'string', 'table', 'tonumber', 'tostring', 'type',
    'unpack', 'xpcall', '_VERSION'}) do
  real[name] = _G[name]
end
local mt = getmetatable('')
for name, fn in pairs(host.base) do real[name] = fn end
for name, fn in pairs(host.table) do real.table[name] = fn end
for name, fn in pairs(host.string) do real.string[name] = fn end
for name, fn in pairs(host.math) do real.math[name] = fn end
for _, name in ipairs({'cjson', 'cmsgpack', 'struct', 'bit', 'redis'}) do real[name] = host[name] end
if os_clock then real.os = {clock = os_clock} end

-- The handler runs where the error is raised, so it can say on which line that was.
local function handler(err)
  local i = dbg.getinfo(2, 'nSl')
  if i and i.what == 'C' then i = dbg.getinfo(3, 'nSl') end
  if type(err) ~= 'table' then err = {err = 'ERR ' .. tostring(err)} end
  if i then
    err['source'] = i.source
    err['line'] = i.currentline
  end
  return err
end

if not library then
  real.__redis__err__handler = handler
  if is_valkey then real.__server__err__handler = handler end
end

local function protect(t, metatable)
  local proxy = {}
  local own = {__index = t, __newindex = host.readonly}
  own.__metatable = metatable and host.shown(metatable) or false
  host.register(proxy, t)
  return setmetatable(proxy, own), own
end

-- In Redis only the global table has a metatable that a script can see.
local index = {__index = host.missing}
setmetatable(real, index)
function host.shown(metatable)
  local proxy = {}
  host.register(proxy, metatable)
  return setmetatable(proxy, {__index = metatable, __newindex = host.readonly, __metatable = false})
end
for _, name in ipairs({'string', 'table', 'math', 'coroutine', 'os', 'cjson', 'cmsgpack', 'struct',
    'bit', 'redis'}) do
  if rawget(real, name) then real[name] = protect(real[name]) end
end
if is_valkey then real.server = real.redis end
mt.__index = real.string
mt.__metatable = host.shown(mt)
local env, own = protect(real, index)
real._G = env
if not library then return env, real, handler end

-- While a library loads, it sees nothing but the means to register functions.
local loading = {redis = protect(setmetatable(library, index))}
if is_valkey then loading.server = loading.redis end
setmetatable(loading, index)
return env, real, handler, own, loading
`
