import { lowerAscii, quoteBytes } from '../kernel/bytes.ts'
import { splitInlineArguments } from '../resp/inline-arguments.ts'
import { declareUser } from './acl/user-line.ts'
import type { Config } from './config.ts'
import { type Directive, shownValue, storeValue } from './config-directive.ts'
import { directivesOf } from './config-directives.ts'
import { badUserLine } from './errors/acl.ts'
import { BAD_DIRECTIVE, ConfigRefusal, UNBALANCED_LINE, WRONG_WORD_COUNT } from './errors/config.ts'
import type { Profile } from './profile.ts'

/** A line of a configuration file that is neither empty nor a comment. */
export interface ConfigLine {
  /** From 1. */
  readonly number: number
  /** The line without the space around it, for error messages. */
  readonly text: string
  /** The directive and its values; null when the quotes are unbalanced. */
  readonly words: readonly string[] | null
}

/** Why a configuration was refused, and at which of its lines. */
export interface ConfigFileError {
  readonly line: ConfigLine
  readonly reason: string
}

/** Reads the file of an `include`; throws what the server is to say when there is none. */
export type ReadInclude = (path: string) => string

/** The directives of a configuration file. Without `readInclude` an include is a bad directive. */
export function parseConfigFile(text: string, readInclude?: ReadInclude): ConfigLine[] {
  const lines: ConfigLine[] = []
  text.split('\n').forEach((raw, index) => {
    const trimmed = trim(raw)
    if (trimmed === '' || trimmed.startsWith('#')) return
    const words = splitInlineArguments(trimmed)
    if (words?.length === 0) return
    const isInclude = words?.length === 2 && lowerAscii(words[0]) === 'include'
    if (isInclude && readInclude !== undefined) {
      lines.push(...parseConfigFile(readInclude(words[1]), readInclude))
    } else lines.push({ number: index + 1, text: trimmed, words })
  })
  return lines
}

/** The server trims these and no other bytes. */
function trim(line: string): string {
  return line.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
}

/**
 * What `--name value …` arguments say as lines of a configuration file, to be put behind the file:
 * `--port 7000 --save` are the lines `port "7000"` and `save`. A word after an option's name is its
 * value even if it begins with dashes, except after `--save`, whose value may be left out.
 */
export function configTextOf(args: readonly string[]): string {
  let text = ''
  let wantsValue = false
  args.forEach((arg, i) => {
    if (arg.startsWith('--') && !wantsValue) {
      text += `\n${arg.slice(2)}`
      const isBareSave = arg === '--save' && args[i + 1]?.startsWith('--') === true
      // `--name value` in one word has its value already.
      wantsValue = !isBareSave && !arg.includes(' ')
      if (arg === '--save' && (isBareSave || i === args.length - 1)) text += ' ""'
    } else {
      text += `${i === 0 ? '\n' : ' '}${quoteBytes(arg)}`
      wantsValue = false
    }
  })
  return text
}

/** Sets what the lines say, in their order; the first that is refused ends it. */
export function applyDirectives(
  config: Config,
  lines: readonly ConfigLine[],
  profile: Profile,
): ConfigFileError | null {
  const seen = new Set<Directive>()
  for (const line of lines) {
    try {
      applyLine(config, line, profile, seen)
    } catch (error) {
      if (error instanceof ConfigRefusal) return { line, reason: error.detail }
      throw error
    }
  }
  return null
}

function applyLine(
  config: Config,
  { words }: ConfigLine,
  profile: Profile,
  seen: Set<Directive>,
): void {
  if (words === null) throw UNBALANCED_LINE
  const [name, ...values] = words
  if (values.length > 0 && lowerAscii(name) === 'user') {
    const refused = declareUser(config, words, profile)
    if (refused !== null) throw new ConfigRefusal(badUserLine(refused.shown, refused.why))
    return
  }
  const directive = directivesOf(profile).find(name)
  if (directive === undefined) throw BAD_DIRECTIVE
  if (!directive.isList && values.length !== 1) throw WRONG_WORD_COUNT
  const value = directive.read(values, { profile, config })
  // Lines of `save` add up.
  const isFurther = directive.name === 'save' && seen.has(directive) && value !== ''
  const before = isFurther ? shownValue(directive, config, profile) : ''
  storeValue(directive, config, before === '' ? value : `${before} ${value}`)
  seen.add(directive)
}

/** What the server writes before it gives up. */
export function fatalConfigError({ line, reason }: ConfigFileError, profile: Profile): string {
  const server =
    profile.flavour === 'valkey'
      ? `Version ${profile.valkeyVersion}`
      : `Redis ${profile.redisVersion}`
  return [
    '',
    `*** FATAL CONFIG FILE ERROR (${server}) ***`,
    `Reading the configuration file, at line ${line.number}`,
    `>>> '${line.text}'`,
    reason,
    '',
  ].join('\n')
}
