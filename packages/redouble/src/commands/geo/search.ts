import { key, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { FOUND } from './found-types.ts'
import { BY, COUNT, FROM, ORDER, WITHCOORD, WITHDIST, WITHHASH } from './search-args.ts'
import { search } from './search-run.ts'

const searching = {
  since: '6.2.0',
  group: 'geo',
  complexity:
    'O(N+log(M)), N being the members in the cells around the area and M those of the sorted set.',
  history: [
    ['7.0.0', 'Added support for uppercase unit names.'],
    ['9.0.0', 'Added support for the BYPOLYGON option.'],
  ],
  parse: byHand,
} as const satisfies Partial<CommandSpec>

export const geosearch: Command = defineCommand({
  ...searching,
  name: 'geosearch',
  summary: 'Returns the members within a circle, a box or a polygon.',
  flags: ['readonly'],
  arity: -7,
  args: {
    key: key('RO', 'access'),
    from: FROM,
    by: BY,
    order: ORDER,
    countBlock: COUNT,
    withcoord: WITHCOORD,
    withdist: WITHDIST,
    withhash: WITHHASH,
  },
  reply: FOUND,
  run: (context) => search(context, { center: null, store: 'never' }, ''),
})

export const geosearchstore: Command = defineCommand({
  ...searching,
  name: 'geosearchstore',
  summary: 'Stores the members within a circle, a box or a polygon under another key.',
  flags: ['write', 'denyoom'],
  arity: -8,
  args: {
    destination: key('OW', 'update'),
    source: key('RO', 'access'),
    from: FROM,
    by: BY,
    order: ORDER,
    countBlock: COUNT,
    storedist: optional(token('STOREDIST')),
  },
  reply: answer.integer('members stored'),
  run: (context) => search(context, { center: null, store: 'first' }, 'geosearchstore'),
})
