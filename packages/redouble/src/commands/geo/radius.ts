import { bytes, double, key, oneOf, option, optional } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import {
  type Command,
  type CommandSpec,
  defineCommand,
  type KeySpec,
} from '../../command/define.ts'
import { notDeprecatedInValkey9 } from '../../command/describe/differences.ts'
import { keysOfRadius } from '../../command/describe/variable-keys.ts'
import * as answer from '../../command/reply-types.ts'
import { FOUND } from './found-types.ts'
import { COUNT, COUNT_WITH_SINCE, ORDER, WITHCOORD, WITHDIST, WITHHASH } from './search-args.ts'
import { search } from './search-run.ts'
import { UNIT } from './values.ts'

const DETAILS = { withcoord: WITHCOORD, withdist: WITHDIST, withhash: WITHHASH }

const AROUND_POINT = {
  key: key('RO', 'access'),
  longitude: double(),
  latitude: double(),
  radius: double(),
  unit: UNIT,
  ...DETAILS,
  countBlock: COUNT_WITH_SINCE,
  order: ORDER,
}

const AROUND_MEMBER = {
  key: key('RO', 'access'),
  member: bytes(),
  radius: double(),
  unit: UNIT,
  ...DETAILS,
  countBlock: COUNT,
  order: ORDER,
}

const STORE = optional(
  oneOf({
    storekey: option('STORE', key('OW', 'update'), { display: 'key' }),
    storedistkey: option('STOREDIST', key('OW', 'update'), { display: 'key' }),
  }),
)

const radius = {
  group: 'geo',
  complexity: 'O(N+log(M)), N being the members around the center and M those of the sorted set.',
  deprecatedSince: '6.2.0',
  history: [
    ['6.2.0', 'Added the `ANY` option for `COUNT`.'],
    ['7.0.0', 'Added support for uppercase unit names.'],
  ],
  parse: byHand,
} as const satisfies Partial<CommandSpec>

const reading = {
  ...radius,
  since: '3.2.10',
  flags: ['readonly'],
  reply: FOUND,
  differsIn: notDeprecatedInValkey9,
} as const satisfies Partial<CommandSpec>

const storing = {
  ...radius,
  since: '3.2.0',
  flags: ['write', 'denyoom', 'movablekeys'],
  // Where there are two, the key specs tell the first destination, and the last one counts.
  effects: ['keyspace'],
  reply: answer.whenGiven('store', answer.integer(), FOUND),
} as const satisfies Partial<CommandSpec>

/** Options begin at `first`; Valkey 9 looks for the destination from `keysFrom` on, for the last. */
function keysWithStore(
  first: number,
  keysFrom: number,
): Pick<CommandSpec, 'keySpecs' | 'differsIn'> {
  const specs = (...flags: string[]): KeySpec[] => [
    { flags: ['RO', 'access'], begin: { index: 1 }, find: ONE_KEY },
    ...['STORE', 'STOREDIST'].map((keyword) => ({
      flags: ['OW', 'update', ...flags],
      begin: { keyword, startFrom: first },
      find: ONE_KEY,
    })),
  ]
  const inValkey9 = {
    deprecatedSince: undefined,
    replacedBy: undefined,
    keySpecs: specs('variable_flags'),
    getKeys: (argv: readonly string[]) => keysOfRadius(argv, keysFrom),
  }
  return {
    keySpecs: specs(),
    differsIn: ({ name }) => (name === 'valkey-9' ? inValkey9 : undefined),
  }
}

const ONE_KEY = { lastKey: 0, step: 1, limit: 0 }

export const georadius: Command = defineCommand({
  ...storing,
  ...keysWithStore(6, 5),
  name: 'georadius',
  summary: 'Returns the members around a point, or stores them.',
  replacedBy: '`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument',
  args: { ...AROUND_POINT, store: STORE },
  run: (context) => search(context, { center: 'point', store: 'option' }, 'georadiusstore'),
})

export const georadiusRo: Command = defineCommand({
  ...reading,
  name: 'georadius_ro',
  summary: 'Returns the members around a point.',
  replacedBy: '`GEOSEARCH` with the `BYRADIUS` argument',
  args: AROUND_POINT,
  run: (context) => search(context, { center: 'point', store: 'never' }, ''),
})

export const georadiusbymember: Command = defineCommand({
  ...storing,
  ...keysWithStore(5, 5),
  name: 'georadiusbymember',
  summary: 'Returns the members around another member, or stores them.',
  replacedBy: '`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments',
  args: { ...AROUND_MEMBER, store: STORE },
  run: (context) => search(context, { center: 'member', store: 'option' }, 'georadiusstore'),
})

export const georadiusbymemberRo: Command = defineCommand({
  ...reading,
  name: 'georadiusbymember_ro',
  summary: 'Returns the members around another member.',
  replacedBy: '`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments',
  args: AROUND_MEMBER,
  run: (context) => search(context, { center: 'member', store: 'never' }, ''),
})
