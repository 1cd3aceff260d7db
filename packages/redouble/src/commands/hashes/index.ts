import type { Command } from '../../command/define.ts'
import { hincrby, hincrbyfloat } from './counters.ts'
import { hrandfield } from './random.ts'
import { hexists, hget, hgetall, hkeys, hlen, hmget, hstrlen, hvals } from './reads.ts'
import { hscan } from './scan.ts'
import { hdel, hmset, hset, hsetnx } from './writes.ts'

export const hashesCommands: readonly Command[] = [
  hdel,
  hexists,
  hget,
  hgetall,
  hincrby,
  hincrbyfloat,
  hkeys,
  hlen,
  hmget,
  hmset,
  hrandfield,
  hscan,
  hset,
  hsetnx,
  hstrlen,
  hvals,
]
