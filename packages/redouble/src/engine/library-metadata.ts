import {
  BAD_LIBRARY_NAME,
  BAD_METADATA,
  badMetadata,
  LIBRARY_WITHOUT_NAME,
  MISSING_METADATA,
  NAME_GIVEN_TWICE,
  noFunctionEngine,
} from '../command/errors/functions.ts'
import { lowerAscii } from '../kernel/bytes.ts'
import { splitInlineArguments } from '../resp/inline-arguments.ts'
import type { WordRules } from './shebang.ts'

const NAME_OPTION = 'name='
const NAME = /^[0-9A-Za-z_]+$/

/** The name of a library, from its first line: `#!lua name=mylib`. Throws an ErrorReply. */
export function libraryName(source: string, rules?: WordRules): string {
  if (!source.startsWith('#!')) throw MISSING_METADATA
  const end = source.indexOf('\n')
  const line = end < 0 || source.lastIndexOf('\0', end) >= 0 ? null : source.slice(0, end)
  const words =
    line === null ? null : splitInlineArguments(line, rules?.strictRequests, rules?.inlineLosesFf)
  if (words === null) throw BAD_METADATA
  let name: string | undefined
  for (const word of words.slice(1)) {
    if (!lowerAscii(word).startsWith(NAME_OPTION)) throw badMetadata(word)
    if (name !== undefined) throw NAME_GIVEN_TWICE
    name = word.slice(NAME_OPTION.length)
  }
  if (name === undefined) throw LIBRARY_WITHOUT_NAME
  if (!NAME.test(name)) throw BAD_LIBRARY_NAME
  const engine = (words[0] ?? '#!').slice(2)
  if (lowerAscii(engine) !== 'lua') throw noFunctionEngine(engine)
  return name
}
