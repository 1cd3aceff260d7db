import type { Step } from '../subjects/step.ts'
import { type Chance, from, type Write } from './chance.ts'
import type { Override } from './overrides.ts'
import type { Scene } from './scenes.ts'
import { keyName } from './values.ts'

const main = (...argv: string[]): Step => ({ connection: 0, argv })

/** With a key and an argument of their own: Redis 8 falls over FUNCTION FLUSH after it was given nil. */
const BODIES = [
  'return {keys, args}',
  "return redis.call('get', keys[1] or 'a')",
  "return redis.call('set', keys[1] or 'a', args[1] or 'x')",
  "return redis.pcall('incr', keys[1] or 'a')",
  "return redis.call('lpush', keys[1] or 'a', 'x', unpack(args))",
  'error("boom")',
  "error({err = 'MINE it went wrong'})",
  "return redis.error_reply('MINE x')",
  "local ok, e = pcall(redis.call, 'nosuch') return e",
  "redis.setresp(3) return redis.call('lrange', keys[1] or 'a', 0, -1)",
  'return nosuch',
  'n = n + 1 return n',
  'leaked = 1',
  "return redis.call('del', keys[1] or 'a')",
]
const FLAGS = ['', "'no-writes'", "'allow-oom'", "'no-writes', 'allow-stale'", "'nope'"]
const NAMES = ['lib', 'lib', 'Lib', 'other', 'a-b']
const functionName = from('f', 'F', 'g', 'nosuch')

/** A library of one function: the servers list several in no order. */
function library(chance: Chance): string {
  const body = chance.pick(BODIES)
  const name = chance.pick(['f', 'f', 'g', ''])
  const flags = chance.pick(FLAGS)
  const call =
    chance.oneIn(2) && flags === ''
      ? `redis.register_function('${name}', function(keys, args) ${body} end)`
      : `redis.register_function{function_name='${name}', flags={${flags}}, callback=function(keys, args) ${body} end}`
  const first = chance.pick(['#!lua name=', '#!lua name=', '#!LUA NAME=', '#!js name=', '# name='])
  return `${first}${chance.pick(NAMES)}\nlocal n = 0\n${call}`
}

const call: Write = (chance, out) => {
  out.push(functionName(chance), chance.pick(['1', '1', '1', '0', '2', '-1', 'x', '99']))
  out.push(keyName(chance))
  for (let i = chance.between(0, 2); i > 0; i--) out.push(chance.pick(['1', 'x', '']))
}

/** A library, calls of it, and what is told of it. */
export const functions: Scene = (chance, say) => {
  const load = (): Step => {
    const replace = chance.pick([[], [], ['REPLACE'], ['replace'], ['x']])
    return main('FUNCTION', 'LOAD', ...replace, library(chance))
  }
  const steps = [load()]
  for (let i = chance.between(2, 7); i > 0; i--) {
    const argv: string[] = [chance.pick(['FCALL', 'FCALL', 'FCALL_RO'])]
    call(chance, argv)
    const others = [
      main(...argv),
      main(...argv),
      load(),
      main('FUNCTION', 'STATS'),
      // One of them, for several have no order; names match in any case.
      main('FUNCTION', 'LIST', 'LIBRARYNAME', 'OTH*', ...chance.pick([[], ['WITHCODE'], ['x']])),
      main('FUNCTION', 'DELETE', chance.pick(NAMES)),
      main(...say.write(chance)),
    ]
    steps.push(chance.pick(others))
  }
  return [...steps, main('FUNCTION', 'FLUSH', 'SYNC')]
}

export const FUNCTION_OVERRIDES: Readonly<Record<string, Override>> = {
  fcall: { call },
  fcall_ro: { call },
  'function|load': { never: 'the scene of functions sees to libraries, and that they go again' },
}
