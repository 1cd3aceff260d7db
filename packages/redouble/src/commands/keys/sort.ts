import {
  block,
  integer,
  key,
  multipleToken,
  oneOf,
  option,
  optional,
  pattern,
  token,
} from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand, type KeySpec, type KeyUse } from '../../command/define.ts'
import { WRONGTYPE } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import { storeResult } from '../../command/store-result.ts'
import { ListValue } from '../../data/list-value.ts'
import type { SetValue } from '../../data/set-value.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import type { Reply } from '../../resp/reply.ts'
import { destinationOf, parseSortOptions, type SortOptions } from './sort-options.ts'
import { sortElements, type SortRange, sortRange } from './sort-order.ts'
import { lookUp } from './sort-patterns.ts'

/** The elements that the call asks for, in its order. */
function elementsOf(context: Context, key: string, given: SortOptions): string[] {
  const entry = context.db.read(key)
  switch (entry?.type) {
    case undefined:
      return []
    case 'list':
      return fromList(context, entry?.value as ListValue, given)
    case 'set':
      return fromSet(context, entry?.value as SetValue, given)
    case 'zset':
      return fromSortedSet(context, entry?.value as SortedSetValue, given)
    default:
      throw WRONGTYPE
  }
}

function sorted(context: Context, elements: readonly string[], options: SortOptions): string[] {
  const range = sortRange(options, elements.length)
  return sliceOf(sortElements(context, elements, options, range), range)
}

function sliceOf(elements: string[], { from, to }: SortRange): string[] {
  return elements.slice(from, to + 1)
}

function fromList(context: Context, list: ListValue, options: SortOptions): string[] {
  const { length } = list
  if (!options.isUnsorted) return sorted(context, list.slice(0, length), options)
  const { from, to } = sortRange(options, length)
  if (!options.isDescending) return list.slice(from, to + 1)
  return list.slice(length - 1 - to, length - from).reverse()
}

/** A set has no order of its own, so where the result is kept or a script sees it, it gets one. */
function fromSet(context: Context, set: SetValue, options: SortOptions): string[] {
  const members = set.members()
  if (!options.isUnsorted) return sorted(context, members, options)
  if (options.destination !== null || context.isScript) {
    return sorted(context, members, { ...options, isUnsorted: false, isAlpha: true, by: null })
  }
  return sliceOf(members, sortRange(options, members.length))
}

function fromSortedSet(context: Context, set: SortedSetValue, options: SortOptions): string[] {
  // The servers sort by way of the set's table: it is no listpack from here on.
  set.becomeSkiplist()
  if (!options.isUnsorted) {
    return sorted(
      context,
      Array.from(set, ([member]) => member),
      options,
    )
  }
  const { from, to } = sortRange(options, set.size)
  const cursor = set.range(options.isDescending ? set.size - 1 - from : from, options.isDescending)
  const members: string[] = []
  for (let i = from; i <= to && cursor.next(); i++) members.push(cursor.member)
  return members
}

function resultOf({ db }: Context, elements: string[], { gets }: SortOptions): (string | null)[] {
  if (gets.length === 0) return elements
  const result: (string | null)[] = []
  for (const element of elements) {
    for (const get of gets) result.push(lookUp(db, get, element) ?? null)
  }
  return result
}

/** list-max-listpack-size when it is not configured. */
const DEFAULT_LIST_FILL = -2

/** What leads nowhere is stored as the empty string; an empty result removes the destination. */
function store(context: Context, destination: string, result: readonly (string | null)[]): number {
  const { config, db, profile } = context
  const elements = result.map((element) => element ?? '')
  const { listsAreQuicklists } = profile.quirks
  // Up to 7.0 SORT did not look at the configuration.
  const fill = listsAreQuicklists ? DEFAULT_LIST_FILL : config.listMaxListpackSize
  const list = ListValue.of(elements, fill, listsAreQuicklists)
  return storeResult(db, destination, 'list', list, 'sortstore')
}

function run(context: Context, mayStore: boolean): Reply {
  const options = parseSortOptions(context, mayStore)
  const elements = elementsOf(context, context.argv[1], options)
  const result = resultOf(context, elements, options)
  return options.destination === null ? result : store(context, options.destination, result)
}

const PATTERN_SPEC = { display: 'pattern', keySpec: 1 }

/** SORT_RO's arguments; for COMMAND DOCS, since the options have their own parser. */
const sortRoArgs = {
  key: key('RO', 'access'),
  byPattern: optional(option('BY', pattern(PATTERN_SPEC))),
  limit: optional(option('LIMIT', block({ offset: integer(), count: integer() }))),
  getPattern: optional(multipleToken(option('GET', pattern(PATTERN_SPEC)))),
  order: optional(oneOf({ asc: token('ASC'), desc: token('DESC') })),
  sorting: optional(token('ALPHA')),
}

const sortArgs = {
  ...sortRoArgs,
  destination: optional(option('STORE', key('OW', 'update'), { keySpec: 2 })),
}

const SOURCE: KeySpec = {
  flags: ['RO', 'access'],
  begin: { index: 1 },
  find: { lastKey: 0, step: 1, limit: 0 },
}
/** The notes are part of what COMMAND INFO answers. */
const PATTERNS: KeySpec = {
  flags: ['RO', 'access'],
  notes:
    "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the content of the key we sort",
  begin: 'unknown',
  find: 'unknown',
}
const DESTINATION: KeySpec = {
  flags: ['OW', 'update'],
  notes:
    "For the optional STORE keyword. It is marked 'unknown' because the keyword can appear anywhere in the argument array",
  begin: 'unknown',
  find: 'unknown',
}
const CATEGORIES = ['set', 'sortedset', 'list', 'dangerous']
const COMPLEXITY =
  'O(N+M*log(M)) where N is the number of elements and M that of the returned ones; O(N) unsorted'

function sourceUse(argv: readonly string[]): KeyUse {
  return { key: argv[1], flags: SOURCE.flags }
}

export const sort: Command = defineCommand({
  name: 'sort',
  since: '1.0.0',
  group: 'generic',
  summary: 'Sorts a list, a set or a sorted set, also by other keys, and may store the result.',
  complexity: COMPLEXITY,
  flags: ['write', 'denyoom'],
  categories: CATEGORIES,
  keySpecs: [SOURCE, PATTERNS, DESTINATION],
  getKeys(argv) {
    const destination = destinationOf(argv)
    if (destination === undefined) return [sourceUse(argv)]
    return [sourceUse(argv), { key: destination, flags: DESTINATION.flags }]
  },
  effects: ['keyspace'],
  args: sortArgs,
  reply: answer.whenGiven('store', answer.integer(), answer.array(answer.nullable(answer.bulk()))),
  parse: byHand,
  run: (context) => run(context, true),
})

export const sortRo: Command = defineCommand({
  name: 'sort_ro',
  since: '7.0.0',
  group: 'generic',
  summary: 'Sorts a list, a set or a sorted set, also by other keys.',
  complexity: COMPLEXITY,
  flags: ['readonly'],
  categories: CATEGORIES,
  keySpecs: [SOURCE, PATTERNS],
  getKeys: (argv) => [sourceUse(argv)],
  effects: ['keyspace'],
  args: sortRoArgs,
  reply: answer.array(answer.nullable(answer.bulk())),
  parse: byHand,
  run: (context) => run(context, false),
})
