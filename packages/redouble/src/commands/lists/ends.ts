import { oneOf, token, type Arg } from '../../command/args.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { End } from './list-access.ts'

/** LEFT or RIGHT as parsed. */
export type EndArg = Partial<{ left: true; right: true }>

const LEFT: EndArg = { left: true }
const RIGHT: EndArg = { right: true }

export function endArg(): Arg<EndArg> {
  return oneOf({ left: token('LEFT'), right: token('RIGHT') })
}

export function parseEnd(text: string): EndArg {
  const word = upperAscii(text)
  if (word === 'LEFT') return LEFT
  if (word === 'RIGHT') return RIGHT
  throw SYNTAX
}

export function endOf(arg: EndArg): End {
  return arg.left === true ? 'head' : 'tail'
}
