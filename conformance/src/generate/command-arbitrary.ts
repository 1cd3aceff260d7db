import fc from 'fast-check'
import type { Arg, Args, Command } from 'redouble/embed'
import { OVERRIDES } from './overrides.ts'
import { double, duration, integer, keyName, moment, pattern, timeout, word } from './values.ts'

/** Calls of one command, drawn from its definition; some are broken on purpose. */
export function callsOf(command: Command): fc.Arbitrary<string[]> {
  const override = OVERRIDES[command.name]
  const words = command.name.split('|')
  const regular =
    override?.call?.map((rest) => [...words, ...rest]) ??
    sequence(command.args, command).map((rest) => [...words, ...rest])
  return fc.oneof(
    { weight: 14, arbitrary: regular },
    {
      weight: 1,
      arbitrary: regular.map((argv) => argv.slice(0, Math.max(words.length, argv.length - 1))),
    },
    { weight: 1, arbitrary: fc.tuple(regular, word).map(([argv, extra]) => [...argv, extra]) },
  )
}

function sequence(args: Args, command: Command): fc.Arbitrary<string[]> {
  const parts = Object.entries(args).map(([name, arg]) => argument(name, arg, command))
  if (parts.length === 0) return fc.constant([])
  return fc.tuple(...parts).map((lists) => lists.flat())
}

function argument(name: string, arg: Arg, command: Command): fc.Arbitrary<string[]> {
  let one = single(name, arg, command)
  const token = arg.type === 'pure-token' ? undefined : arg.token
  if (token !== undefined && (!arg.multiple || arg.multipleToken)) {
    one = fc.tuple(spelled(token), one).map(([spelling, rest]) => [spelling, ...rest])
  }
  if (arg.multiple) {
    one = fc.array(one, { minLength: 1, maxLength: 4 }).map((lists) => lists.flat())
    if (token !== undefined && !arg.multipleToken) {
      one = fc.tuple(spelled(token), one).map(([spelling, rest]) => [spelling, ...rest])
    }
  }
  if (!arg.optional) return one
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 2, arbitrary: one },
  )
}

function single(name: string, arg: Arg, command: Command): fc.Arbitrary<string[]> {
  const only = (values: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
    values.map((text) => [text])
  const override = OVERRIDES[command.name]?.args?.[name]
  if (override !== undefined) return only(override)
  switch (arg.type) {
    case 'key':
      return only(keyName)
    case 'counted-keys':
      return countedKeys()
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
      return spelled(arg.token as string).map((text) => [text])
    case 'oneof':
      return fc.oneof(
        ...Object.entries(arg.args ?? {}).map(([child, value]) => argument(child, value, command)),
      )
    case 'block':
      return sequence(arg.args ?? {}, command)
    default:
      return only(name === 'timeout' ? timeout : word)
  }
}

function isDuration(name: string): boolean {
  return /^(?:seconds|milliseconds|ex|px)$/i.test(name)
}

function countedKeys(): fc.Arbitrary<string[]> {
  const keys = fc.array(keyName, { minLength: 1, maxLength: 3 })
  return fc.oneof(
    { weight: 9, arbitrary: keys.map((list) => [String(list.length), ...list]) },
    { weight: 1, arbitrary: fc.tuple(integer, keys).map(([count, list]) => [count, ...list]) },
  )
}

function spelled(token: string): fc.Arbitrary<string> {
  return fc.constantFrom(token, token.toLowerCase())
}
