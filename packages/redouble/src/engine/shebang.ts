import {
  BAD_SHEBANG,
  BAD_SHEBANG_ENGINE,
  noScriptingEngine,
  unexpectedShebangEngine,
  unexpectedShebangFlag,
  unknownShebangOption,
} from '../command/errors/scripting.ts'
import { cString, lowerAscii } from '../kernel/bytes.ts'
import { splitInlineArguments } from '../resp/inline-arguments.ts'

const FLAGS = new Set([
  'no-writes',
  'allow-oom',
  'allow-stale',
  'no-cluster',
  'allow-cross-slot-keys',
])
const FLAGS_OPTION = 'flags='

/** What a profile's quirks say of how words are cut, which is as in inline requests. */
export interface WordRules {
  readonly strictRequests: boolean
  readonly inlineLosesFf: boolean
}

/**
 * The flags of a script's first line, `#!lua flags=no-writes,allow-oom`. Null without such a line,
 * which means the looser rules of scripts from before 7.0. Throws the error of a malformed one.
 */
export function shebangFlags(
  source: string,
  isValkey: boolean,
  rules?: WordRules,
): ReadonlySet<string> | null {
  if (!source.startsWith('#!')) return null
  const end = cString(source).indexOf('\n')
  if (end < 0) throw BAD_SHEBANG
  const line = source.slice(0, end)
  const words = splitInlineArguments(line, rules?.strictRequests, rules?.inlineLosesFf)
  if (words === null || words.length === 0) {
    throw BAD_SHEBANG_ENGINE
  }
  // Valkey reads the options before it looks for the engine.
  if (!isValkey) checkEngine(words[0], isValkey)
  const flags = optionFlags(words.slice(1))
  if (isValkey) checkEngine(words[0], isValkey)
  return flags
}

function optionFlags(options: readonly string[]): Set<string> {
  const flags = new Set<string>()
  for (const word of options) {
    if (!word.startsWith(FLAGS_OPTION)) {
      throw unknownShebangOption(word)
    }
    for (const flag of listed(word.slice(FLAGS_OPTION.length))) {
      if (!FLAGS.has(flag)) {
        throw unexpectedShebangFlag(flag)
      }
      flags.add(flag)
    }
  }
  return flags
}

/** Redis has the one engine; Valkey looks its engines up, in any case. */
function checkEngine(word: string, isValkey: boolean): void {
  const engine = word.slice(2)
  if (isValkey) {
    if (lowerAscii(engine) === 'lua') return
    throw noScriptingEngine(engine)
  }
  if (engine !== 'lua') {
    throw unexpectedShebangEngine(word)
  }
}

function listed(text: string): string[] {
  return text === '' ? [] : text.split(',')
}
