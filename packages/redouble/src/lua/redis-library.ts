import { hexDigest } from '../kernel/digest.ts'
import type { ScriptBridge } from '../engine/script-host.ts'
import { cString } from '../kernel/bytes.ts'
import { ErrorReply } from '../resp/reply.ts'
import type { Dialect } from './dialect.ts'
import { formatNumber } from './format-number.ts'
import type { HostFunction } from './trampolines.ts'
import { type LuaMachine, NUMBER, STRING } from './lua-machine.ts'
import { pushErrorReply, pushField, pushReply } from './to-lua.ts'

/** Of the run in progress: what it may ask of the server, and what it set. */
export interface Invocation {
  bridge: ScriptBridge
  resp: 2 | 3
}

/** The functions of the `redis` table. */
export function redisFunctions(
  lua: LuaMachine,
  current: () => Invocation,
  dialect: Dialect,
): Record<string, HostFunction> {
  const { x } = lua
  const library = dialect.valkey ? 'server' : 'redis'
  const NO_ARGUMENT = `Please specify at least one argument for this ${dialect.valkey ? '' : 'redis lib '}call`
  const BAD_ARGUMENT = `${dialect.valkey ? 'Command' : 'Lua redis lib command'} arguments must be strings or integers`

  const fail = (L: number, text: string): number => {
    pushField(lua, L, 'err', `ERR ${text}`)
    return x.lua_error(L)
  }

  /** The command's words, or the text of what is wrong with them. */
  const words = (L: number): string[] | string => {
    const count = x.lua_gettop(L)
    if (count === 0) return NO_ARGUMENT
    const out: string[] = []
    for (let i = 1; i <= count; i++) {
      const type = x.lua_type(L, i)
      if (type === STRING) out.push(lua.toString(L, i))
      else if (type === NUMBER) {
        const value = x.lua_tonumber(L, i)
        const isNegativeNaN = Number.isNaN(value) && lua.isNegativeNaN(L, i)
        out.push(formatNumber(value, dialect.modern, isNegativeNaN))
      } else return BAD_ARGUMENT
    }
    return out
  }

  const call =
    (raises: boolean): HostFunction =>
    (L) => {
      const argv = words(L)
      if (typeof argv === 'string') {
        pushField(lua, L, 'err', `ERR ${argv}`)
        return raises ? x.lua_error(L) : 1
      }
      const { bridge, resp } = current()
      const reply = bridge.call(argv)
      if (reply instanceof ErrorReply) {
        pushErrorReply(lua, L, reply.text)
        return raises ? x.lua_error(L) : 1
      }
      pushReply(lua, L, reply, resp)
      return 1
    }

  const singleField =
    (name: 'err' | 'ok'): HostFunction =>
    (L) => {
      if (x.lua_gettop(L) !== 1 || x.lua_type(L, 1) !== STRING) {
        pushField(lua, L, 'err', 'ERR wrong number or type of arguments')
        return 1
      }
      const text = lua.toString(L, 1)
      pushField(lua, L, name, name === 'err' ? withCode(text) : text)
      return 1
    }

  return {
    call: call(true),
    pcall: call(false),
    error_reply: singleField('err'),
    status_reply: singleField('ok'),
    sha1hex: (L) => {
      if (x.lua_gettop(L) !== 1) return fail(L, 'wrong number of arguments')
      const type = x.lua_type(L, 1)
      const text = type === STRING || type === NUMBER ? lua.toString(L, 1) : ''
      lua.pushString(L, hexDigest('sha1', text))
      return 1
    },
    log: (L) => {
      const count = x.lua_gettop(L)
      if (count < 2) return fail(L, `${library}.log() requires two arguments or more.`)
      if (x.lua_type(L, 1) !== NUMBER) {
        return fail(L, 'First argument must be a number (log level).')
      }
      const level = Math.trunc(x.lua_tonumber(L, 1))
      if (level < 0 || level > 3) {
        return fail(L, `Invalid ${dialect.modern ? 'log' : 'debug'} level.`)
      }
      const parts: string[] = []
      for (let i = 2; i <= count; i++) {
        const type = x.lua_type(L, i)
        if (type === STRING || type === NUMBER) parts.push(lua.toString(L, i))
      }
      current().bridge.log(level, parts.join(' '))
      return 0
    },
    setresp: (L) => {
      if (x.lua_gettop(L) !== 1) return fail(L, `${library}.setresp() requires one argument.`)
      const version = Math.trunc(x.lua_tonumber(L, 1))
      if (version !== 2 && version !== 3) return fail(L, 'RESP version must be 2 or 3.')
      const invocation = current()
      invocation.resp = version
      invocation.bridge.setResp(version)
      return 0
    },
    set_repl: (L) => {
      if (x.lua_gettop(L) !== 1) {
        const count = dialect.modern ? 'one argument' : 'two arguments'
        return fail(L, `${library}.set_repl() requires ${count}.`)
      }
      const flags = Math.trunc(x.lua_tonumber(L, 1))
      if ((flags & ~3) !== 0) {
        const names = 'REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE'
        return fail(L, `Invalid replication flags. Use ${names}.`)
      }
      current().bridge.setRepl(flags)
      return 0
    },
    replicate_commands: (L) => {
      x.lua_pushboolean(L, 1)
      return 1
    },
    // Only under the script debugger do these do anything.
    breakpoint: (L) => {
      x.lua_pushboolean(L, 0)
      return 1
    },
    debug: () => 0,
    acl_check_cmd: (L) => {
      const argv = words(L)
      if (typeof argv === 'string') return fail(L, argv)
      const allowed = current().bridge.aclCheck(argv)
      if (allowed === undefined) {
        return fail(L, `Invalid command passed to ${library}.acl_check_cmd()`)
      }
      x.lua_pushboolean(L, allowed ? 1 : 0)
      return 1
    },
  }
}

/** An error of the script gets a code word when it has none: `-x` is `ERR x`, `-x y` is `x y`. */
function withCode(message: string): string {
  const text = cString(message.startsWith('-') ? message.slice(1) : message)
  return text.includes(' ') ? text : `ERR ${text}`
}
