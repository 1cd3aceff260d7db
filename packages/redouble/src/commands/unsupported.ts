import { upperAscii } from '../kernel/bytes.ts'
import { byHand } from '../command/by-hand.ts'
import {
  type Command,
  type CommandFlag,
  type CommandGroup,
  type CommandSpec,
  defineCommand,
  defineContainer,
  type KeySpec,
} from '../command/define.ts'
import { unsupported } from '../command/errors/common.ts'

/**
 * What servers know and the double does not yet do, a command a line: name, arity, the Redis
 * version that has it (and, after a slash, Valkey's, where it is not inherited), group, the places
 * of the keys (first, last, step), then flags and `@` categories. A command that gets a definition
 * leaves this table.
 */
const TABLE = `
vadd -1 8.0.0 module 1,1,1 write denyoom
vcard -1 8.0.0 module 1,1,1 readonly fast
vdim -1 8.0.0 module 1,1,1 readonly fast
vemb -1 8.0.0 module 1,1,1 readonly fast
vgetattr -1 8.0.0 module 1,1,1 readonly fast
vinfo -1 8.0.0 module 1,1,1 readonly fast
vismember -1 8.0.0 module 1,1,1 readonly
vlinks -1 8.0.0 module 1,1,1 readonly fast
vrandmember -1 8.0.0 module 1,1,1 readonly
vrem -1 8.0.0 module 1,1,1 write
vsetattr -1 8.0.0 module 1,1,1 write fast
vsim -1 8.0.0 module 1,1,1 readonly
dump 2 2.6.0 generic 1,1,1 readonly
fcall -3 7.0.0 scripting - noscript stale skip_monitor no_mandatory_keys movablekeys
fcall_ro -3 7.0.0 scripting - readonly noscript stale skip_monitor no_mandatory_keys movablekeys
function -2 7.0.0 scripting -
function|delete 3 7.0.0 scripting - write noscript
function|dump 2 7.0.0 scripting - noscript
function|flush -2 7.0.0 scripting - write noscript
function|help 2 7.0.0 scripting - loading stale
function|kill 2 7.0.0 scripting - noscript allow_busy
function|list -2 7.0.0 scripting - noscript
function|load -3 7.0.0 scripting - write denyoom noscript
function|restore -3 7.0.0 scripting - write denyoom noscript
function|stats 2 7.0.0 scripting - noscript allow_busy
geoadd -5 3.2.0 geo 1,1,1 write denyoom
geodist -4 3.2.0 geo 1,1,1 readonly
geohash -2 3.2.0 geo 1,1,1 readonly
geopos -2 3.2.0 geo 1,1,1 readonly
georadius -6 3.2.0 geo 1,1,1 write denyoom movablekeys
georadius_ro -6 3.2.10 geo 1,1,1 readonly
georadiusbymember -5 3.2.0 geo 1,1,1 write denyoom movablekeys
georadiusbymember_ro -5 3.2.10 geo 1,1,1 readonly
geosearch -7 6.2.0 geo 1,1,1 readonly
geosearchstore -8 6.2.0 geo 1,2,1 write denyoom
hexpire -6 7.4.0/9.0.0 hash 1,1,1 write fast
hexpireat -6 7.4.0/9.0.0 hash 1,1,1 write fast
hexpiretime -5 7.4.0/9.0.0 hash 1,1,1 readonly fast
hgetdel -5 8.0.0/9.1.0 hash 1,1,1 write fast
hgetex -5 8.0.0/9.0.0 hash 1,1,1 write fast
hpersist -5 7.4.0/9.0.0 hash 1,1,1 write fast
hpexpire -6 7.4.0/9.0.0 hash 1,1,1 write fast
hpexpireat -6 7.4.0/9.0.0 hash 1,1,1 write fast
hpexpiretime -5 7.4.0/9.0.0 hash 1,1,1 readonly fast
hpttl -5 7.4.0/9.0.0 hash 1,1,1 readonly fast
hsetex -6 8.0.0/9.0.0 hash 1,1,1 write denyoom fast
httl -5 7.4.0/9.0.0 hash 1,1,1 readonly fast
migrate -6 2.6.0 generic 3,3,1 write movablekeys @dangerous
pfadd -2 2.8.9 hyperloglog 1,1,1 write denyoom fast
pfcount -2 2.8.9 hyperloglog 1,-1,1 readonly
pfdebug 3 2.8.9 hyperloglog 2,2,1 write denyoom admin
pfmerge -2 2.8.9 hyperloglog 1,-1,1 write denyoom
pfselftest 1 2.8.9 hyperloglog - admin
psync -3 2.8.0 server - admin noscript no_async_loading no_multi
replconf -1 3.0.0 server - admin noscript loading stale allow_busy
restore -4 2.6.0 generic 1,1,1 write denyoom @dangerous
restore-asking -4 3.0.0 server 1,1,1 write denyoom asking @keyspace @dangerous
sync 1 1.0.0 server - admin noscript no_async_loading no_multi
xack -4 5.0.0 stream 1,1,1 write fast
xackdel -6 8.2.0 stream 1,1,1 write fast
xautoclaim -6 6.2.0 stream 1,1,1 write fast
xclaim -6 5.0.0 stream 1,1,1 write fast
xdelex -5 8.2.0 stream 1,1,1 write fast
xgroup -2 5.0.0 stream -
xgroup|create -5 5.0.0 stream 2,2,1 write denyoom
xgroup|createconsumer 5 6.2.0 stream 2,2,1 write denyoom
xgroup|delconsumer 5 5.0.0 stream 2,2,1 write
xgroup|destroy 4 5.0.0 stream 2,2,1 write
xgroup|help 2 5.0.0 stream - loading stale
xgroup|setid -5 5.0.0 stream 2,2,1 write
xinfo|consumers 4 5.0.0 stream 2,2,1 readonly
xinfo|groups 3 5.0.0 stream 2,2,1 readonly
xpending -3 5.0.0 stream 1,1,1 readonly
xreadgroup -7 5.0.0 stream - write blocking movablekeys
`

const SUMMARY = 'Known to servers; Redouble refuses it so far.'

const LINES = TABLE.trim().split('\n')
const CONTAINERS = new Set(LINES.map((line) => line.slice(0, Math.max(0, line.indexOf('|')))))

function refusalOf(line: string): Command {
  const [name, arity, versions, group, keys, ...words] = line.split(' ')
  const [since, valkeySince] = versions.split('/')
  const flags = words.filter((word) => !word.startsWith('@')) as CommandFlag[]
  const common = {
    name,
    since,
    valkeySince,
    group: group as CommandGroup,
    summary: SUMMARY,
    isUnsupported: true,
    arity: Number(arity),
    flags,
    categories: words.filter((word) => word.startsWith('@')).map((word) => word.slice(1)),
    keySpecs: keySpecsOf(keys, flags),
  } satisfies Partial<CommandSpec>
  if (CONTAINERS.has(name)) return defineContainer(common)
  const error = unsupported(upperAscii(name).replace('|', ' '))
  return defineCommand({ ...common, args: {}, parse: byHand, run: () => error })
}

function keySpecsOf(keys: string, flags: readonly CommandFlag[]): KeySpec[] {
  if (keys === '-') return []
  const [first, last, step] = keys.split(',').map(Number)
  return [
    {
      flags: flags.includes('write') ? ['RW', 'access', 'update'] : ['RO', 'access'],
      begin: { index: first },
      find: { lastKey: last < 0 ? last : last - first, step, limit: 0 },
    },
  ]
}

export const unsupportedCommands: readonly Command[] = LINES.map(refusalOf)
