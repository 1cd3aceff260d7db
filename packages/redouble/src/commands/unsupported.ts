import { upperAscii } from '../kernel/bytes.ts'
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
acl -2 6.0.0 server -
acl|cat -2 6.0.0 server - noscript loading stale
acl|deluser -3 6.0.0 server - admin noscript loading stale
acl|dryrun -4 7.0.0 server - admin noscript loading stale
acl|genpass -2 6.0.0 server - noscript loading stale
acl|getuser 3 6.0.0 server - admin noscript loading stale
acl|help 2 6.0.0 server - loading stale
acl|list 2 6.0.0 server - admin noscript loading stale
acl|load 2 6.0.0 server - admin noscript loading stale
acl|log -2 6.0.0 server - admin noscript loading stale
acl|save 2 6.0.0 server - admin noscript loading stale
acl|setuser -3 6.0.0 server - admin noscript loading stale
acl|users 2 6.0.0 server - admin noscript loading stale
acl|whoami 2 6.0.0 server - noscript loading stale
asking 1 3.0.0 cluster - fast @connection
auth -2 1.0.0 connection - noscript loading stale fast no_auth allow_busy
bgrewriteaof 1 1.0.0 server - admin noscript no_async_loading
bgsave -1 1.0.0 server - admin noscript no_async_loading
client -2 2.4.0 connection -
client|caching 3 6.0.0 connection - noscript loading stale
client|capa -3 never/8.0.0 connection - noscript loading stale
client|getname 2 2.6.9 connection - noscript loading stale
client|getredir 2 6.0.0 connection - noscript loading stale
client|help 2 5.0.0 connection - loading stale
client|id 2 5.0.0 connection - noscript loading stale
client|import-source 3 never/8.1.0 connection - noscript loading stale
client|info 2 6.2.0 connection - noscript loading stale
client|kill -3 2.4.0 connection - admin noscript loading stale
client|list -2 2.4.0 connection - admin noscript loading stale
client|no-evict 3 7.0.0 connection - admin noscript loading stale
client|no-touch 3 7.2.0 connection - noscript loading stale
client|pause -3 3.0.0 connection - admin noscript loading stale
client|reply 3 3.2.0 connection - noscript loading stale
client|setinfo 4 7.2.0 connection - noscript loading stale
client|setname 3 2.6.9 connection - noscript loading stale
client|tracking -3 6.0.0 connection - noscript loading stale
client|trackinginfo 2 6.2.0 connection - noscript loading stale
client|unblock -3 5.0.0 connection - admin noscript loading stale
client|unpause 2 6.2.0 connection - admin noscript loading stale
cluster -2 3.0.0 cluster -
clusterscan -2 never/9.1.0 cluster 1,1,1 readonly @keyspace
cluster|addslots -3 3.0.0 cluster - admin stale no_async_loading
cluster|addslotsrange -4 7.0.0 cluster - admin stale no_async_loading
cluster|bumpepoch 2 3.0.0 cluster - admin stale no_async_loading
cluster|cancelslotmigrations 2 never/9.0.0 cluster - admin stale no_async_loading
cluster|count-failure-reports 3 3.0.0 cluster - admin stale
cluster|countkeysinslot 3 3.0.0 cluster - stale
cluster|delslots -3 3.0.0 cluster - admin stale no_async_loading
cluster|delslotsrange -4 7.0.0 cluster - admin stale no_async_loading
cluster|failover -2 3.0.0 cluster - admin stale no_async_loading
cluster|flushslot -3 never/9.0.0 cluster - write admin no_async_loading @keyspace
cluster|flushslots 2 3.0.0 cluster - admin stale no_async_loading
cluster|forget 3 3.0.0 cluster - admin stale no_async_loading
cluster|getkeysinslot 4 3.0.0 cluster - stale
cluster|getslotmigrations 2 never/9.0.0 cluster - admin stale no_async_loading
cluster|help 2 5.0.0 cluster - loading stale
cluster|info 2 3.0.0 cluster - stale
cluster|keyslot 3 3.0.0 cluster - stale
cluster|links 2 7.0.0 cluster - stale
cluster|meet -4 3.0.0 cluster - admin stale no_async_loading
cluster|migrateslots -4 never/9.0.0 cluster - admin stale no_async_loading
cluster|myid 2 3.0.0 cluster - stale
cluster|myshardid 2 7.2.0 cluster - stale
cluster|nodes 2 3.0.0 cluster - stale
cluster|replicas 3 5.0.0 cluster - admin stale
cluster|replicate 3 3.0.0 cluster - admin stale no_async_loading
cluster|reset -2 3.0.0 cluster - admin noscript stale
cluster|saveconfig 2 3.0.0 cluster - admin stale no_async_loading
cluster|set-config-epoch 3 3.0.0 cluster - admin stale no_async_loading
cluster|setslot -4 3.0.0 cluster - admin stale no_async_loading
cluster|shards 2 7.0.0 cluster - loading stale
cluster|slaves 3 3.0.0 cluster - admin stale
cluster|slot-stats -4 8.2.0/8.0.0 cluster - loading stale
cluster|slots 2 3.0.0 cluster - loading stale
cluster|syncslots -3 never/9.0.0 cluster - admin stale no_async_loading
commandlog -2 never/8.1.0 server -
commandlog|get 4 never/8.1.0 server - admin loading stale
commandlog|help 2 never/8.1.0 server - loading stale
commandlog|len 3 never/8.1.0 server - admin loading stale
commandlog|reset 3 never/8.1.0 server - admin loading stale
dbsize 1 1.0.0 server - readonly fast @keyspace
debug -2 1.0.0 server - admin noscript loading stale
discard 1 2.0.0 transactions - noscript loading stale fast allow_busy
dump 2 2.6.0 generic 1,1,1 readonly
echo 2 1.0.0 connection - loading stale fast
eval -3 2.6.0 scripting - noscript stale skip_monitor no_mandatory_keys movablekeys
eval_ro -3 7.0.0 scripting - readonly noscript stale skip_monitor no_mandatory_keys movablekeys
evalsha -3 2.6.0 scripting - noscript stale skip_monitor no_mandatory_keys movablekeys
evalsha_ro -3 7.0.0 scripting - readonly noscript stale skip_monitor no_mandatory_keys movablekeys
exec 1 1.2.0 transactions - noscript loading stale skip_slowlog
failover -1 6.2.0 server - admin noscript stale
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
hello -1 6.0.0 connection - noscript loading stale fast no_auth allow_busy
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
info -1 1.0.0 server - loading stale @dangerous
lastsave 1 1.0.0 server - loading stale fast @admin @dangerous
latency -2 2.8.13 server -
latency|doctor 2 2.8.13 server - admin noscript loading stale
latency|graph 3 2.8.13 server - admin noscript loading stale
latency|help 2 2.8.13 server - loading stale
latency|histogram -2 7.0.0 server - admin noscript loading stale
latency|history 3 2.8.13 server - admin noscript loading stale
latency|latest 2 2.8.13 server - admin noscript loading stale
latency|reset -2 2.8.13 server - admin noscript loading stale
lolwut -1 5.0.0 server - readonly fast
memory -2 4.0.0 server -
memory|doctor 2 4.0.0 server -
memory|help 2 4.0.0 server - loading stale
memory|malloc-stats 2 4.0.0 server -
memory|purge 2 4.0.0 server -
memory|stats 2 4.0.0 server -
memory|usage -3 4.0.0 server 2,2,1 readonly
migrate -6 2.6.0 generic 3,3,1 write movablekeys @dangerous
module -2 4.0.0 server -
module|help 2 5.0.0 server - loading stale
module|list 2 4.0.0 server - admin noscript
module|load -3 4.0.0 server - admin noscript no_async_loading
module|loadex -3 7.0.0 server - admin noscript no_async_loading
module|unload 3 4.0.0 server - admin noscript no_async_loading
monitor 1 1.0.0 server - admin noscript loading stale
multi 1 1.2.0 transactions - noscript loading stale fast allow_busy
pfadd -2 2.8.9 hyperloglog 1,1,1 write denyoom fast
pfcount -2 2.8.9 hyperloglog 1,-1,1 readonly
pfdebug 3 2.8.9 hyperloglog 2,2,1 write denyoom admin
pfmerge -2 2.8.9 hyperloglog 1,-1,1 write denyoom
pfselftest 1 2.8.9 hyperloglog - admin
ping -1 1.0.0 connection - fast
psubscribe -2 2.0.0 pubsub - pubsub noscript loading stale
psync -3 2.8.0 server - admin noscript no_async_loading no_multi
publish 3 2.0.0 pubsub - pubsub loading stale fast
pubsub -2 2.8.0 pubsub -
pubsub|channels -2 2.8.0 pubsub - pubsub loading stale
pubsub|help 2 6.2.0 pubsub - loading stale
pubsub|numpat 2 2.8.0 pubsub - pubsub loading stale
pubsub|numsub -2 2.8.0 pubsub - pubsub loading stale
pubsub|shardchannels -2 7.0.0 pubsub - pubsub loading stale
pubsub|shardnumsub -2 7.0.0 pubsub - pubsub loading stale
punsubscribe -1 2.0.0 pubsub - pubsub noscript loading stale
quit -1 1.0.0 connection - noscript loading stale fast no_auth allow_busy
readonly 1 3.0.0 cluster - loading stale fast @connection
readwrite 1 3.0.0 cluster - loading stale fast @connection
replconf -1 3.0.0 server - admin noscript loading stale allow_busy
replicaof 3 5.0.0 server - admin noscript stale no_async_loading
reset 1 6.2.0 connection - noscript loading stale fast no_auth allow_busy
restore -4 2.6.0 generic 1,1,1 write denyoom @dangerous
restore-asking -4 3.0.0 server 1,1,1 write denyoom asking @keyspace @dangerous
role 1 2.8.12 server - noscript loading stale fast @admin @dangerous
save 1 1.0.0 server - admin noscript no_async_loading no_multi
script -2 2.6.0 scripting -
script|debug 3 3.2.0 scripting - noscript
script|exists -3 2.6.0 scripting - noscript
script|flush -2 2.6.0 scripting - noscript
script|help 2 5.0.0 scripting - loading stale
script|kill 2 2.6.0 scripting - noscript allow_busy
script|load 3 2.6.0 scripting - noscript stale
script|show 3 never/8.0.0 scripting - noscript
select 2 1.0.0 connection - loading stale fast
shutdown -1 1.0.0 server - admin noscript loading stale no_multi allow_busy
slaveof 3 1.0.0 server - admin noscript stale no_async_loading
slowlog -2 2.2.12 server -
slowlog|get -2 2.2.12 server - admin loading stale
slowlog|help 2 6.2.0 server - loading stale
slowlog|len 2 2.2.12 server - admin loading stale
slowlog|reset 2 2.2.12 server - admin loading stale
spublish 3 7.0.0 pubsub 1,1,1 pubsub loading stale fast
ssubscribe -2 7.0.0 pubsub 1,-1,1 pubsub noscript loading stale
subscribe -2 2.0.0 pubsub - pubsub noscript loading stale
sunsubscribe -1 7.0.0 pubsub 1,-1,1 pubsub noscript loading stale
sync 1 1.0.0 server - admin noscript no_async_loading no_multi
time 1 2.6.0 server - loading stale fast
unsubscribe -1 2.0.0 pubsub - pubsub noscript loading stale
unwatch 1 2.2.0 transactions - noscript loading stale fast allow_busy
wait 3 3.0.0 generic - blocking @connection
waitaof 4 7.2.0 generic - blocking @connection
watch -2 2.2.0 transactions 1,-1,1 noscript loading stale fast allow_busy
xack -4 5.0.0 stream 1,1,1 write fast
xackdel -6 8.2.0 stream 1,1,1 write fast
xadd -5 5.0.0 stream 1,1,1 write denyoom fast
xautoclaim -6 6.2.0 stream 1,1,1 write fast
xclaim -6 5.0.0 stream 1,1,1 write fast
xdel -3 5.0.0 stream 1,1,1 write fast
xdelex -5 8.2.0 stream 1,1,1 write fast
xgroup -2 5.0.0 stream -
xgroup|create -5 5.0.0 stream 2,2,1 write denyoom
xgroup|createconsumer 5 6.2.0 stream 2,2,1 write denyoom
xgroup|delconsumer 5 5.0.0 stream 2,2,1 write
xgroup|destroy 4 5.0.0 stream 2,2,1 write
xgroup|help 2 5.0.0 stream - loading stale
xgroup|setid -5 5.0.0 stream 2,2,1 write
xinfo -2 5.0.0 stream -
xinfo|consumers 4 5.0.0 stream 2,2,1 readonly
xinfo|groups 3 5.0.0 stream 2,2,1 readonly
xinfo|help 2 5.0.0 stream - loading stale
xinfo|stream -3 5.0.0 stream 2,2,1 readonly
xlen 2 5.0.0 stream 1,1,1 readonly fast
xpending -3 5.0.0 stream 1,1,1 readonly
xrange -4 5.0.0 stream 1,1,1 readonly
xread -4 5.0.0 stream - readonly blocking movablekeys
xreadgroup -7 5.0.0 stream - write blocking movablekeys
xrevrange -4 5.0.0 stream 1,1,1 readonly
xsetid -3 5.0.0 stream 1,1,1 write denyoom fast
xtrim -4 5.0.0 stream 1,1,1 write
`

const SUMMARY = 'Known to servers; Redouble refuses it so far.'

/** The refusals, except of what has a definition. */
export function unsupportedBeside(defined: readonly Command[]): readonly Command[] {
  const names = new Set(defined.map((command) => command.name))
  const lines = TABLE.trim().split('\n')
  const containers = new Set(lines.map((line) => line.slice(0, Math.max(0, line.indexOf('|')))))
  return lines
    .filter((line) => !names.has(line.slice(0, line.indexOf(' '))))
    .map((line) => refusalOf(line, containers))
}

function refusalOf(line: string, containers: ReadonlySet<string>): Command {
  const [name, arity, versions, group, keys, ...words] = line.split(' ')
  const [since, valkeySince] = versions.split('/')
  const flags = words.filter((word) => !word.startsWith('@')) as CommandFlag[]
  const common = {
    name,
    since,
    valkeySince,
    group: group as CommandGroup,
    summary: SUMMARY,
    isRefused: true,
    arity: Number(arity),
    flags,
    categories: words.filter((word) => word.startsWith('@')).map((word) => word.slice(1)),
    keySpecs: keySpecsOf(keys, flags),
  } satisfies Partial<CommandSpec>
  if (containers.has(name)) return defineContainer(common)
  const error = unsupported(upperAscii(name).replace('|', ' '))
  return defineCommand({
    ...common,
    isUnsupported: true,
    args: {},
    parse: () => ({}),
    run: () => error,
  })
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
