import type { Arg, Args, Command } from 'redouble/embed'
import type { Chance, Draw, Write } from './chance.ts'
import { OVERRIDES } from './overrides.ts'
import { AIMLESS, type Steering } from './steering.ts'
import { double, duration, integer, keyName, moment, pattern, timeout, word } from './values.ts'

/** Of this many calls one lacks its last word, and one has a word too many. */
const BROKEN = 16
const TRUNCATED = 0
const EXTENDED = 1

/** Calls of one command, drawn from its definition; some are broken on purpose. */
export function callsOf(command: Command, steering: Steering = AIMLESS): Draw<string[]> {
  const name = command.name.split('|')
  const override = OVERRIDES[command.name]
  const isWhole = override?.isWhole === true
  const rest = override?.call ?? sequence(command.args, { command, steering, path: command.name })
  return (chance) => {
    const argv = [...name]
    rest(chance, argv)
    const fate = chance.below(BROKEN)
    if (fate === TRUNCATED && argv.length > name.length && !isWhole) argv.pop()
    else if (fate === EXTENDED) argv.push(word(chance))
    return argv
  }
}

/** Where in a command's tree of arguments a part stands. */
interface Place {
  readonly command: Command
  readonly steering: Steering
  readonly path: string
}

function sequence(args: Args, place: Place): Write {
  const parts = Object.entries(args).map(([name, arg]) => argument(name, arg, place))
  return (chance, out) => {
    for (const part of parts) part(chance, out)
  }
}

function argument(name: string, arg: Arg, parent: Place): Write {
  const place = { ...parent, path: `${parent.path}.${name}` }
  const token = arg.type === 'pure-token' ? undefined : arg.token
  const isTokenOfEach = token !== undefined && (!arg.multiple || arg.multipleToken === true)
  const value = single(name, arg, place)
  const one = isTokenOfEach ? behind(token, value) : value
  const some = arg.multiple ? repeated(one) : one
  const whole = token !== undefined && !isTokenOfEach ? behind(token, some) : some
  if (!arg.optional) return whole
  const { steering, path } = place
  return (chance, out) => {
    if (chance.below(5) < (steering.wants(path) ? 4 : 2)) whole(chance, out)
  }
}

function behind(token: string, write: Write): Write {
  return (chance, out) => {
    out.push(spelled(token, chance))
    write(chance, out)
  }
}

function repeated(write: Write): Write {
  return (chance, out) => {
    for (let i = chance.between(1, 4); i > 0; i--) write(chance, out)
  }
}

function single(name: string, arg: Arg, place: Place): Write {
  const only =
    (draw: Draw<string>): Write =>
    (chance, out) => {
      out.push(draw(chance))
    }
  const override = OVERRIDES[place.command.name]?.args?.[name]
  if (override !== undefined) return only(override)
  switch (arg.type) {
    case 'key':
      return only(keyName)
    case 'counted-keys':
      return countedKeys
    case 'integer':
    case 'int64':
      return only(isDuration(name) ? duration : integer)
    case 'double':
      return only(name === 'timeout' ? timeout : double)
    case 'unix-time':
      return only(moment)
    case 'pattern':
      return only(pattern)
    case 'pure-token':
      return only((chance) => spelled(arg.token as string, chance))
    case 'oneof':
      return oneOf(arg.args ?? {}, place)
    case 'block':
      return sequence(arg.args ?? {}, place)
    default:
      return only(name === 'timeout' ? timeout : word)
  }
}

function oneOf(args: Args, place: Place): Write {
  const { steering, path } = place
  const all = Object.entries(args).map(([name, arg]) => ({
    path: `${path}.${name}`,
    write: argument(name, arg, place),
  }))
  return (chance, out) => {
    const wanted = steering.wants(path) ? all.filter((one) => steering.wants(one.path)) : []
    const isAimed = wanted.length > 0 && chance.oneIn(2)
    chance.pick(isAimed ? wanted : all).write(chance, out)
  }
}

function isDuration(name: string): boolean {
  return /^(?:seconds|milliseconds|ex|px)$/i.test(name)
}

function countedKeys(chance: Chance, out: string[]): void {
  const count = chance.between(1, 3)
  out.push(chance.oneIn(10) ? integer(chance) : String(count))
  for (let i = 0; i < count; i++) out.push(keyName(chance))
}

function spelled(token: string, chance: Chance): string {
  return chance.oneIn(2) ? token : token.toLowerCase()
}
