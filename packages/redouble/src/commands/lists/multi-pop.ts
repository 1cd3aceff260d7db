import type { Context } from '../../command/context.ts'
import { NUMKEYS_NOT_POSITIVE, SYNTAX } from '../../command/errors/common.ts'
import { COUNT_NOT_POSITIVE } from '../../command/errors/list.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import type { Reply } from '../../resp/reply.ts'
import { type EndArg, parseEnd } from './ends.ts'
import { type End, popMany } from './list-access.ts'

export interface MultiPopArgs {
  readonly key: string[]
  readonly where: EndArg
  readonly count: number | undefined
}

/** `numkeys key [key …] LEFT|RIGHT [COUNT count]`, from `start` on. */
export function parseMultiPop(argv: readonly string[], start: number): MultiPopArgs {
  const keys = parseInt64(argv[start])
  if (keys === null || keys < 1) throw NUMKEYS_NOT_POSITIVE
  const end = start + 1 + Number(keys)
  if (end >= argv.length) throw SYNTAX
  const where = parseEnd(argv[end])
  return { key: argv.slice(start + 1, end), where, count: parseCount(argv, end + 1) }
}

function parseCount(argv: readonly string[], index: number): number | undefined {
  if (index === argv.length) return undefined
  if (upperAscii(argv[index]) !== 'COUNT' || index + 1 === argv.length) throw SYNTAX
  const count = parseInt64(argv[index + 1])
  if (count === null || count < 1) throw COUNT_NOT_POSITIVE
  if (index + 2 < argv.length) throw SYNTAX
  return Number(count)
}

/** Pops from the first list that there is: its key and the elements. */
export function popFirstOf(
  context: Context,
  keys: readonly string[],
  end: End,
  count: number,
): Reply | undefined {
  for (const key of keys) {
    const list = context.db.writeValue(key, 'list')
    if (list !== undefined) return [key, popMany(context, key, list, count, end)]
  }
  return undefined
}
