import type { Command } from '../../command/define.ts'
import { hincrby, hincrbyfloat } from './counters.ts'
import { hexpire, hexpireat, hpexpire, hpexpireat } from './field-expire.ts'
import { hexpiretime, hpersist, hpexpiretime, hpttl, httl } from './field-ttl.ts'
import { hgetdel } from './hgetdel.ts'
import { hgetex } from './hgetex.ts'
import { hsetex } from './hsetex.ts'
import { hrandfield } from './random.ts'
import { hexists, hget, hgetall, hkeys, hlen, hmget, hstrlen, hvals } from './reads.ts'
import { hscan } from './scan.ts'
import { hdel, hmset, hset, hsetnx } from './writes.ts'

export const hashesCommands: readonly Command[] = [
  hdel,
  hexists,
  hexpire,
  hexpireat,
  hexpiretime,
  hget,
  hgetall,
  hgetdel,
  hgetex,
  hincrby,
  hincrbyfloat,
  hkeys,
  hlen,
  hmget,
  hmset,
  hpersist,
  hpexpire,
  hpexpireat,
  hpexpiretime,
  hpttl,
  hrandfield,
  hscan,
  hset,
  hsetex,
  hsetnx,
  hstrlen,
  httl,
  hvals,
]
