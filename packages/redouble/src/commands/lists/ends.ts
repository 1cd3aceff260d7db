import { type Arg, oneOf, token } from '../../command/args.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { End } from './list-access.ts'

/** LEFT or RIGHT. */
export function endArg(): Arg<Partial<{ left: true; right: true }>> {
  return oneOf({ left: token('LEFT'), right: token('RIGHT') })
}

export function readEnd(word: string): End {
  const end = upperAscii(word)
  if (end === 'LEFT') return 'head'
  if (end === 'RIGHT') return 'tail'
  throw SYNTAX
}
