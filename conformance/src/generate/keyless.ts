import { from, words } from './chance.ts'
import type { Override } from './overrides.ts'
import { pattern, word } from './values.ts'

/** No client has it. */
const nobody = from('0', '-1', '987654321987', 'x', '')
const noClient = from<readonly string[]>(
  ['1.2.3.4:5'],
  ['ID', '987654321987'],
  ['ID', 'x'],
  ['ADDR', '1.2.3.4:5'],
  ['LADDR', '1.2.3.4:5', 'SKIPME', 'no'],
  ['USER', 'nosuch'],
  ['TYPE', 'replica'],
  ['TYPE', 'x'],
  ['SKIPME', 'maybe'],
  ['ID'],
)
/** Refused, or without effect. */
const configured = from<readonly string[]>(
  ['nosuch', '1'],
  ['hash-max-listpack-entries', 'x'],
  ['hash-max-listpack-entries'],
  ['maxmemory-policy', 'x'],
  ['maxmemory', '-1'],
  ['maxmemory', '1x'],
  ['set-max-intset-entries', '2', 'nosuch', '1'],
  ['set-max-intset-entries', '2', 'set-max-intset-entries', '3'],
  ['notify-keyspace-events', 'Q'],
  ['databases', '3'],
  ['port', 'x'],
)
const protocolType = from(
  'string',
  'integer',
  'double',
  'null',
  'array',
  'set',
  'map',
  'attrib',
  'verbatim',
  'true',
  'false',
  'bignum',
  'x',
)
/** Nothing that looks at a key: one whose deadline is past may still be there, or not. */
const debugCall = words((chance) =>
  chance.pick([
    ['OBJECT', 'nosuch'],
    ['LISTPACK', 'nosuch'],
    ['DIGEST-VALUE', 'nosuch'],
    ['HTSTATS-KEY', 'nosuch'],
    ['SET-ACTIVE-EXPIRE', '1'],
    ['SLEEP', '0'],
    ['STRINGMATCH-LEN', '1', 'a*'],
    ['PROTOCOL', protocolType(chance)],
    ['ERROR', 'WORD of mine'],
    ['LOG', 'x'],
    ['NOSUCH'],
  ]),
)

/** Calls of commands that work on no keys, such that they say the same everywhere. */
export const KEYLESS_OVERRIDES: Readonly<Record<string, Override>> = {
  select: { args: { index: from('0', '1', '1', 'x', '-1', '99', '') } },
  hello: { call: words(from([], ['2'], ['3'], ['1'], ['x'], ['3', 'SETNAME', 'n'], ['2', 'x'])) },
  // Not with a wrong password: servers answer that later, and a RESET behind it takes the answer.
  auth: { call: words(from(['x', 'y', 'z'])), isWhole: true },
  reset: {},
  wait: { call: words(from(['0', '0'], ['0', '100'], ['-1', '1'], ['x', '0'], ['0', '-1'])) },
  waitaof: {
    call: words(from(['0', '0', '0'], ['0', '0', '9'], ['1', '0', '0'], ['x', '0', '0'])),
  },
  'client|kill': { call: words(noClient), isWhole: true },
  'client|unblock': { call: words(nobody, from([], ['TIMEOUT'], ['ERROR'], ['x'])) },
  'client|id': {},
  'client|info': {},
  'client|list': { call: words(from([], ['TYPE', 'pubsub'], ['TYPE', 'x'], ['ID', 'x'], ['ID'])) },
  'config|set': { call: words(configured), isWhole: true },
  'config|resetstat': {},
  'memory|usage': { args: { count: from('0', '5', '-1', 'x') } },
  'latency|history': { args: { event: from('command', 'x', '') } },
  'latency|reset': { args: { event: from('nosuch', 'x') } },
  'script|kill': {},
  debug: { call: debugCall, isWhole: true },
  'pubsub|channels': { args: { pattern } },
  echo: { args: { message: word } },
}

/** Of groups that programs leave out otherwise. */
export const KEYLESS: readonly string[] = [
  'auth',
  'client|getredir',
  'client|help',
  'client|id',
  'client|info',
  'client|kill',
  'client|list',
  'client|no-evict',
  'client|no-touch',
  'client|trackinginfo',
  'client|unblock',
  'command|help',
  'config|help',
  'config|resetstat',
  'config|set',
  'debug',
  'hello',
  'lastsave',
  'latency|help',
  'latency|history',
  'latency|latest',
  'latency|reset',
  'lolwut',
  'memory|help',
  'memory|usage',
  'module|help',
  'reset',
  'role',
  'select',
  'slowlog|help',
  'time',
]
