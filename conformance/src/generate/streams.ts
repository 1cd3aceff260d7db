import type { Step } from '../subjects/step.ts'
import { type Chance, type Draw, from, several, weighted, type Write, words } from './chance.ts'
import type { Override } from './overrides.ts'
import { integer, keyName, word } from './values.ts'

const id = weighted<string>(
  [8, from('1-1', '2-1', '3-1', '4-1', '5-1', '6-1')],
  [2, from('0', '1-0', '2', '7-5', '99-1', '5-2')],
  [1, from('x', '-', '+', '$', '>', '18446744073709551615-18446744073709551615')],
)
const group = weighted<string>([9, from('g', 'g', 'h')], [1, from('', 'nog')])
const consumer = from('c', 'd', 'e', 'c', '')
const start = from('0', '0', '-', '2-1', '(1-1', '3', '(', 'x', '+')
const end = from('+', '+', '4-1', '(5-1', '3', 'x', '-')
/** What no run of a program decides by the milliseconds that it takes. */
const minIdle = weighted<string>([6, from('0')], [2, from('100000', '-5')], [1, from('x', '1.5')])
const idle = from('0', '900000', '50000', '-1', '9223372036854775807', 'x')
const groupId = weighted<string>([4, from('0', '$', '2-1', '3')], [1, id])
const readId = weighted<string>([6, from('>')], [3, from('0', '1-1', '0-0', '3')], [1, id])
const policy = from<readonly string[]>([], [], ['KEEPREF'], ['DELREF'], ['ACKED'], ['acked', 'x'])
const ids: Draw<readonly string[]> = several(id, 1, 3)

const claimOptions: Draw<readonly string[]> = (chance) => {
  const options: string[] = []
  if (chance.oneIn(3)) options.push('IDLE', idle(chance))
  if (chance.oneIn(5)) options.push('TIME', chance.pick(['1', '-1', '99999999999999', 'x']))
  if (chance.oneIn(3)) options.push('RETRYCOUNT', chance.pick(['0', '3', '-1', 'x']))
  if (chance.oneIn(3)) options.push('FORCE')
  if (chance.oneIn(3)) options.push('justid')
  if (chance.oneIn(4)) options.push('LASTID', id(chance))
  return chance.oneIn(12) ? [...options, 'x'] : options
}
const autoclaimOptions = from<readonly string[]>(
  [],
  ['COUNT', '1'],
  ['count', '2', 'JUSTID'],
  ['JUSTID'],
  ['COUNT', '0'],
  ['COUNT', 'x'],
  ['x'],
)
const groupOptions = from<readonly string[]>(
  [],
  [],
  ['MKSTREAM'],
  ['ENTRIESREAD', '2'],
  ['entriesread', '0', 'MKSTREAM'],
  ['ENTRIESREAD', '-1'],
  ['ENTRIESREAD', '77'],
  ['ENTRIESREAD', '-2'],
  ['x'],
)
const pendingRange: Draw<readonly string[]> = (chance) => {
  if (chance.oneIn(3)) return []
  const idleOption = chance.oneIn(4) ? ['IDLE', chance.pick(['0', '100000', 'x'])] : []
  const owner = chance.oneIn(3) ? [consumer(chance)] : []
  return [...idleOption, start(chance), end(chance), chance.pick(['10', '2', '0', '-1']), ...owner]
}
const counted: Draw<readonly string[]> = (chance) => {
  const some = ids(chance)
  const count = chance.oneIn(10) ? integer(chance) : String(some.length)
  return ['IDS', count, ...some]
}
const readOptions: Draw<readonly string[]> = (chance) => [
  ...(chance.oneIn(4) ? ['COUNT', chance.pick(['1', '2', '0'])] : []),
  ...(chance.oneIn(5) ? ['NOACK'] : []),
]
/** Without BLOCK, since a program does not wait for its clients. */
const xreadgroupCall: Write = (chance, out) => {
  const count = chance.between(1, 2)
  out.push('GROUP', group(chance), consumer(chance), ...readOptions(chance), 'STREAMS')
  for (let i = 0; i < count; i++) out.push(keyName(chance))
  for (let i = 0; i < count; i++) out.push(readId(chance))
}

export const STREAM_OVERRIDES: Readonly<Record<string, Override>> = {
  xack: { call: words(keyName, group, ids) },
  xackdel: { call: words(keyName, group, policy, counted) },
  xautoclaim: { call: words(keyName, group, consumer, minIdle, start, autoclaimOptions) },
  xclaim: { call: words(keyName, group, consumer, minIdle, ids, claimOptions) },
  xdelex: { call: words(keyName, policy, counted) },
  'xgroup|create': { call: words(keyName, group, groupId, groupOptions) },
  'xgroup|setid': { call: words(keyName, group, groupId, groupOptions) },
  'xgroup|destroy': { call: words(keyName, group) },
  'xgroup|createconsumer': { call: words(keyName, group, consumer) },
  'xgroup|delconsumer': { call: words(keyName, group, consumer) },
  'xinfo|consumers': { call: words(keyName, group) },
  xpending: { call: words(keyName, group, pendingRange) },
  xreadgroup: { call: xreadgroupCall },
}

const main = (...argv: string[]): Step => ({ connection: 0, argv })

/** A call on a stream's groups, of commands that the profile may not know. */
const onGroup: Draw<string[]> = (chance) => {
  const key = keyName(chance)
  const call = (
    name: string,
    ...draws: readonly (Draw<string> | Draw<readonly string[]>)[]
  ): string[] => {
    const argv = [name, key]
    words(...draws)(chance, argv)
    return argv
  }
  switch (chance.below(22)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return [
        ...['XREADGROUP', 'GROUP', group(chance), consumer(chance)],
        ...readOptions(chance),
        ...['STREAMS', key, readId(chance)],
      ]
    case 4:
    case 5:
      return call('XACK', group, ids)
    case 6:
      return call('XCLAIM', group, consumer, minIdle, ids, claimOptions)
    case 7:
      return call('XAUTOCLAIM', group, consumer, minIdle, start, autoclaimOptions)
    case 8:
      return call('XPENDING', group, pendingRange)
    case 9:
      return call('XDEL', ids)
    case 10:
      return call('XDELEX', policy, counted)
    case 11:
      return call('XACKDEL', group, policy, counted)
    case 12:
      return call('XTRIM', from(['MAXLEN', '2'], ['MINID', '3'], ['MAXLEN', '0']), policy)
    case 13:
      return call('XTRIM', from(['MAXLEN', '~', '2'], ['MINID', '~', '4']), policy)
    case 14:
      return call('XADD', policy, from(['6-*'], ['5-*'], ['6-1'], ['7-5']), from(['f', 'v']))
    case 15:
      return ['XGROUP', 'SETID', key, group(chance), groupId(chance), ...groupOptions(chance)]
    case 16:
      return ['XGROUP', chance.pick(['CREATECONSUMER', 'DELCONSUMER']), key, 'g', consumer(chance)]
    case 17:
      return chance.oneIn(3)
        ? ['XGROUP', 'DESTROY', key, group(chance)]
        : ['XGROUP', 'CREATE', key, group(chance), groupId(chance), ...groupOptions(chance)]
    case 18:
      return [
        'XSETID',
        key,
        chance.pick(['9-9', '6-1', '5']),
        'ENTRIESADDED',
        '9',
        'MAXDELETEDID',
        id(chance),
      ]
    case 19:
      return ['COPY', key, keyName(chance), 'REPLACE']
    case 20:
      return ['XINFO', 'CONSUMERS', key, 'g']
    default:
      return ['XINFO', 'GROUPS', key]
  }
}

const RESTRAINT = new Set(['a', 'b'])

/** A stream with groups, and what becomes of them. */
export function streamGroups(chance: Chance): Step[] {
  const steps: Step[] = [main('DEL', 'a')]
  const entries = chance.between(0, 6)
  for (let i = 1; i <= entries; i++) steps.push(main('XADD', 'a', `${i}-1`, 'f', word(chance)))
  steps.push(main('XGROUP', 'CREATE', 'a', 'g', chance.pick(['0', '$', '2-1']), 'MKSTREAM'))
  if (chance.oneIn(2)) steps.push(main('XGROUP', 'CREATE', 'a', 'h', '0', 'MKSTREAM'))
  for (let i = chance.between(3, 14); i > 0; i--) steps.push(main(...near(onGroup(chance))))
  steps.push(main('XINFO', 'STREAM', 'a', 'FULL'), main('XINFO', 'GROUPS', 'a'))
  return steps
}

/** The same call on the stream that the scene is about. */
function near(argv: string[]): string[] {
  const at = argv.findIndex((one, i) => i > 0 && /^(?:[abc]|\{t\}[de])$/.test(one))
  if (at < 0 || RESTRAINT.has(argv[at])) return argv
  return argv.map((one, i) => (i === at ? 'a' : one))
}

/** Consumers wait; entries come, and keys and groups go. */
export function streamWaiters(chance: Chance): Step[] {
  const steps: Step[] = [main('DEL', 'a', 'b')]
  for (const key of ['a', 'b']) {
    for (const name of ['g', 'h']) steps.push(main('XGROUP', 'CREATE', key, name, '$', 'MKSTREAM'))
  }
  // Of several keys that go at once Redis 7.0 takes first what comes first in its table.
  const isOfBoth = chance.oneIn(2)
  for (const connection of [1, 2]) {
    if (chance.oneIn(4)) continue
    const keys = chance.pick(
      isOfBoth
        ? [
            ['a', 'b'],
            ['b', 'a'],
          ]
        : [['a'], ['b']],
    )
    const options = ['GROUP', chance.pick(['g', 'h']), consumer(chance), ...readOptions(chance)]
    const tail = ['STREAMS', ...keys, ...keys.map(() => '>')]
    steps.push({ connection, argv: ['XREADGROUP', ...options, 'BLOCK', '0', ...tail] })
  }
  const isTransaction = chance.oneIn(3)
  if (isTransaction) steps.push(main('MULTI'))
  for (let i = chance.between(1, 4); i > 0; i--) steps.push(main(...wakers(chance, !isOfBoth)))
  if (isTransaction) steps.push(main('EXEC'))
  steps.push(main('XINFO', 'GROUPS', 'a'), main('XINFO', 'GROUPS', 'b'), main('DEL', 'a', 'b'))
  return steps
}

function wakers(chance: Chance, mayTakeAll: boolean): string[] {
  const key = chance.pick(['a', 'b'])
  const other = key === 'a' ? 'b' : 'a'
  return chance.pick([
    ['XADD', key, '1-*', 'f', 'v'],
    ['XADD', key, '1-*', 'f', 'v'],
    ['XADD', key, '2-*', 'f', 'v'],
    ['XDEL', key, '1-0'],
    ['XTRIM', key, 'MAXLEN', '0'],
    ['DEL', key],
    ['SET', key, 'x'],
    ['RPUSH', key, 'x'],
    ['XGROUP', 'DESTROY', key, chance.pick(['g', 'h'])],
    ['XGROUP', 'CREATE', key, 'g', '0', 'MKSTREAM'],
    ['XGROUP', 'SETID', key, 'g', '0'],
    ['XGROUP', 'DELCONSUMER', key, 'g', 'c'],
    ['RENAME', key, other],
    ['COPY', key, other, 'REPLACE'],
    ['MOVE', key, '1'],
    mayTakeAll ? ['SWAPDB', '0', '1'] : ['DEL', other],
    mayTakeAll ? ['FLUSHALL'] : ['DEL', key],
    ['SUNIONSTORE', key, 'c'],
    ['EXPIREAT', key, '1'],
  ])
}
