import {
  type Arg,
  type Args,
  block,
  bytes,
  integer,
  oneOf,
  option,
  optional,
  type Parsed,
  token,
} from '../../command/args.ts'
import type { Config } from '../../command/config.ts'
import type { Context } from '../../command/context.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import {
  LIMIT_NEGATIVE,
  LIMIT_WITHOUT_STRATEGY,
  LIMIT_WITHOUT_TILDE,
  MAXLEN_NEGATIVE,
  NO_STRATEGY,
  TWO_STRATEGIES,
} from '../../command/errors/stream.ts'
import { isAvailable } from '../../command/profile.ts'
import { readInt64 } from '../../command/read-integer.ts'
import type { References, StreamLimits, TrimRule } from '../../data/stream-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseId, parseWantedId, type WantedId } from './ids.ts'

/** What becomes of references that consumer groups hold. */
const REFERENCES = { since: '8.2.0', valkeySince: 'never' } as const
const referenceArgs = {
  keepref: token('KEEPREF'),
  delref: token('DELREF'),
  acked: token('ACKED'),
}
type ReferencePolicy = { keepref?: true; delref?: true; acked?: true }

/** Which references go with an entry, as COMMAND DOCS shows it. */
export const referencePolicy: Arg<ReferencePolicy | undefined> = optional(
  oneOf(referenceArgs, { ...REFERENCES, isSinceHidden: true }),
)

interface TrimArgs extends Args {
  readonly strategy: Arg<{ maxlen?: true; minid?: true }>
  readonly operator: Arg<{ equal?: true; approximately?: true } | undefined>
  readonly threshold: Arg<string>
  readonly count: Arg<number | undefined>
}

/** The options of XADD and XTRIM that trim, as COMMAND DOCS shows them. */
const trimArgs: TrimArgs = {
  strategy: oneOf({ maxlen: token('MAXLEN'), minid: token('MINID', { since: '6.2.0' }) }),
  operator: optional(oneOf({ equal: token('='), approximately: token('~') })),
  threshold: bytes(),
  count: optional(option('LIMIT', integer({ since: '6.2.0' }))),
}
export const trimBlock: Arg<Parsed<TrimArgs>> = block(trimArgs)
/** XTRIM's has the references inside. */
export const xtrimBlock: Arg<Parsed<TrimArgs>> = block({ ...trimArgs, condition: referencePolicy })

/** What XADD and XTRIM were told before the id or the end. */
export interface TrimOptions {
  readonly rule: TrimRule | null
  readonly noMakeStream: boolean
  /** XADD's id; null when the words ran out before it. */
  readonly id: WantedId | null
  /** The index of XADD's id. */
  readonly end: number
}

export function streamLimits(config: Config): StreamLimits {
  return { maxNodeBytes: config.streamNodeMaxBytes, maxNodeEntries: config.streamNodeMaxEntries }
}

/** The words that say what becomes of references. */
export const REFERENCE_WORDS: ReadonlyMap<string, References> = new Map([
  ['KEEPREF', 'keep'],
  ['DELREF', 'delete'],
  ['ACKED', 'acked'],
])

/** Approximate trimming without LIMIT removes at most so many nodes' worth of entries. */
const DEFAULT_LIMIT_NODES = 100
const DEFAULT_LIMIT_UNBOUNDED = 10_000
const MAX_DEFAULT_LIMIT = 1_000_000

/**
 * Reads options from argv[2] on. XADD's end at its id, which is read before the options are checked
 * against each other; XTRIM's end with the line.
 */
export function parseTrimOptions(context: Context, isXadd: boolean): TrimOptions {
  const { argv, config, profile } = context
  let strategy: 'MAXLEN' | 'MINID' | null = null
  let threshold: Pick<TrimRule, 'maxLength' | 'minId'> = {}
  let isApproximate = false
  let limit: number | null = null
  let noMakeStream = false
  const knowsReferences = isAvailable(REFERENCES, profile)
  let references: References | undefined
  let id: WantedId | null = null
  let i = 2
  for (; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    const hasNext = i + 1 < argv.length
    if ((word === 'MAXLEN' || word === 'MINID') && hasNext) {
      if (strategy !== null) throw TWO_STRATEGIES
      strategy = word
      isApproximate = false
      if (i + 2 < argv.length && (argv[i + 1] === '~' || argv[i + 1] === '=')) {
        isApproximate = argv[++i] === '~'
      }
      threshold = parseThreshold(word, argv[++i])
    } else if (word === 'LIMIT' && hasNext) limit = parseLimit(argv[++i])
    else if (isXadd && word === 'NOMKSTREAM') noMakeStream = true
    else if (knowsReferences && references === undefined && REFERENCE_WORDS.has(word)) {
      references = REFERENCE_WORDS.get(word)
    } else if (isXadd) {
      id = parseWantedId(argv[i])
      break
    } else throw SYNTAX
  }
  if (limit !== null && limit > 0 && strategy === null) throw LIMIT_WITHOUT_STRATEGY
  if (!isXadd && strategy === null) throw NO_STRATEGY
  if (limit !== null && !isApproximate) throw LIMIT_WITHOUT_TILDE
  const rule =
    strategy === null
      ? null
      : {
          ...threshold,
          isApproximate,
          limit: isApproximate ? (limit ?? defaultLimit(config)) : 0,
          references,
        }
  return { rule, noMakeStream, id, end: i }
}

function parseThreshold(word: string, text: string): Pick<TrimRule, 'maxLength' | 'minId'> {
  if (word === 'MINID') return { minId: parseId(text, 0) }
  const length = readInt64(text)
  if (length < 0) throw MAXLEN_NEGATIVE
  return { maxLength: Number(length) }
}

function parseLimit(text: string): number {
  const limit = readInt64(text)
  if (limit < 0) throw LIMIT_NEGATIVE
  return Number(limit)
}

function defaultLimit({ streamNodeMaxEntries }: Config): number {
  const limit = DEFAULT_LIMIT_NODES * streamNodeMaxEntries
  return limit <= 0 ? DEFAULT_LIMIT_UNBOUNDED : Math.min(limit, MAX_DEFAULT_LIMIT)
}
