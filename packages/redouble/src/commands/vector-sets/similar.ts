import { bytes, double, integer, oneOf, option, optional, token } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { doubleReply } from '../../command/double-reply.ts'
import {
  dimensionMismatch,
  ELEMENT_NOT_FOUND,
  filterSyntax,
  inputDimensionMismatch,
  INVALID_COUNT,
  INVALID_EF,
  INVALID_EPSILON,
  INVALID_FILTER_EF,
  VSIM_SYNTAX,
} from '../../command/errors/vector-sets.ts'
import type { ErrorReply } from '../../resp/reply.ts'
import { type Availability, isAvailable } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { FilterError, VectorFilter } from '../../data/vector-filter.ts'
import type { Neighbour, VectorSetValue } from '../../data/vector-set.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { MapReply, type Reply } from '../../resp/reply.ts'
import { parseScore } from '../sorted-sets/score-text.ts'
import { VECTOR_FORMS } from './add.ts'
import { checkWords, ofModule, READ_KEY, readSet } from './access.ts'
import { type GivenVector, readVector } from './vector-words.ts'

const ATTRIBUTES: Availability = { since: '8.2.0', valkeySince: 'never' }
const DEFAULT_COUNT = 10

interface SearchOptions {
  count: number
  /** What is further away is left out; distances go to 2. */
  farthest: number
  withScores: boolean
  withAttributes: boolean
  filter: VectorFilter | undefined
  /** Asks for the search that every search is here; only the order of equal ones differs. */
  truth: boolean
}

function readTarget(context: Context, set: VectorSetValue): GivenVector {
  const { argv } = context
  if (upperAscii(argv[2]) === 'ELE') {
    const element = set.get(argv[3])
    if (element === undefined) throw ELEMENT_NOT_FOUND
    return { vector: set.vectorOf(element), end: 4 }
  }
  const given = readVector(context, 2)
  const { length } = given.vector
  if (length !== set.dimension && length !== set.inputDimension) {
    throw set.inputDimension === 0
      ? dimensionMismatch(length, set.dimension)
      : inputDimensionMismatch(length, set.inputDimension)
  }
  return given
}

function readOptions(context: Context, first: number): SearchOptions {
  const options: SearchOptions = {
    count: DEFAULT_COUNT,
    farthest: 2,
    withScores: false,
    withAttributes: false,
    filter: undefined,
    truth: false,
  }
  for (let i = first; i < context.argv.length; i++) i += readOption(context, i, options)
  return options
}

/** How many words an option has behind its name. */
function readOption({ argv, profile }: Context, at: number, options: SearchOptions): number {
  const name = upperAscii(argv[at])
  switch (name) {
    case 'TRUTH':
      options.truth = true
      return 0
    case 'NOTHREAD':
      // There is no other thread.
      return 0
    case 'WITHSCORES':
      options.withScores = true
      return 0
    case 'WITHATTRIBS':
      if (!isAvailable(ATTRIBUTES, profile)) throw VSIM_SYNTAX
      options.withAttributes = true
      return 0
    default:
  }
  if (at + 1 >= argv.length) throw VSIM_SYNTAX
  const value = argv[at + 1]
  switch (name) {
    case 'COUNT':
      // The servers take the last 32 bits; none of them set would be the end of a server.
      options.count = Math.max(1, readPositive(value, INVALID_COUNT) % 2 ** 32)
      return 1
    case 'EF':
      readPositive(value, INVALID_EF)
      return 1
    case 'FILTER-EF':
      readPositive(value, INVALID_FILTER_EF)
      return 1
    case 'EPSILON': {
      const epsilon = parseScore(value, profile, INVALID_EPSILON)
      if (epsilon <= 0) throw INVALID_EPSILON
      options.farthest = profile.quirks.epsilonIsOfHalves ? 2 * epsilon : epsilon
      return 1
    }
    case 'FILTER':
      options.filter = readFilter(value, profile.quirks)
      return 1
    default:
      throw VSIM_SYNTAX
  }
}

function readPositive(text: string, error: ErrorReply): number {
  const value = parseInt64(text)
  if (value === null || value < 1) throw error
  return Number(value)
}

function readFilter(text: string, dialect: Context['profile']['quirks']): VectorFilter {
  try {
    return new VectorFilter(text, dialect)
  } catch (error) {
    if (error instanceof FilterError) throw filterSyntax(error.near)
    throw error
  }
}

function similarReply(
  found: readonly Neighbour[],
  options: SearchOptions,
  context: Context,
): Reply {
  const { withAttributes, withScores } = options
  if (!withScores && !withAttributes) return found.map(({ element }) => element.name)
  const entries: Reply[] = []
  for (const { element, distance } of found) {
    const details: Reply[] = []
    if (withScores) details.push(doubleReply(1 - distance / 2, context.profile))
    if (withAttributes) details.push(element.attributes)
    // Both of them are a pair of their own in RESP3 only.
    if (details.length > 1 && context.resp === 3) entries.push(element.name, details)
    else entries.push(element.name, ...details)
  }
  return context.resp === 3 ? new MapReply(entries) : entries
}

const SCORES = answer.map(answer.double())
const ATTRIBUTE = answer.nullable(answer.bulk())

export const vsim: Command = defineCommand({
  ...ofModule,
  name: 'vsim',
  summary: 'Returns the elements whose vectors are the nearest to a vector or to an element.',
  complexity: 'O(N*D), N being the elements and D the dimensions.',
  flags: ['readonly'],
  args: {
    key: READ_KEY,
    from: oneOf({ ele: option('ELE', bytes()), ...VECTOR_FORMS }),
    withscores: optional(token('WITHSCORES')),
    withattribs: optional(token('WITHATTRIBS', ATTRIBUTES)),
    count: optional(option('COUNT', integer())),
    epsilon: optional(option('EPSILON', double())),
    ef: optional(option('EF', integer())),
    filter: optional(option('FILTER', bytes())),
    filterEf: optional(option('FILTER-EF', integer())),
    truth: optional(token('TRUTH')),
    nothread: optional(token('NOTHREAD')),
  },
  reply: answer.whenGiven(
    'withscores+withattribs',
    answer.map(answer.tuple({ score: answer.double(), attributes: ATTRIBUTE })),
    answer.whenGiven(
      'withscores',
      SCORES,
      answer.whenGiven('withattribs', answer.map(ATTRIBUTE), answer.array(answer.bulk())),
    ),
  ),
  run(context) {
    checkWords(context, 4, Number.POSITIVE_INFINITY)
    const set = readSet(context)
    // Nothing of the call is read then.
    if (set === undefined) return []
    const { vector, end } = readTarget(context, set)
    const options = readOptions(context, end)
    const { count, farthest, filter } = options
    const admits =
      filter === undefined
        ? undefined
        : ({ attributes }: { attributes: string | null }) => filter.admits(attributes)
    const found = set.search({ vector, count, admits, newestFirst: !options.truth })
    const near = found.filter(({ distance }) => !(distance > farthest))
    return similarReply(near, options, context)
  },
})
