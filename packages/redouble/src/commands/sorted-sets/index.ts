import type { Command } from '../../command/define.ts'
import { zadd, zincrby } from './add.ts'
import { bzpopmax, bzpopmin } from './blocking-pop.ts'
import {
  zdiff,
  zdiffstore,
  zinter,
  zintercard,
  zinterstore,
  zunion,
  zunionstore,
} from './combined.ts'
import { zcount, zlexcount } from './counts.ts'
import { bzmpop, zmpop } from './mpop.ts'
import { zpopmax, zpopmin } from './pop.ts'
import { zrandmember } from './random.ts'
import {
  zrange,
  zrangebylex,
  zrangebyscore,
  zrangestore,
  zrevrange,
  zrevrangebylex,
  zrevrangebyscore,
} from './range.ts'
import { zrem, zremrangebylex, zremrangebyrank, zremrangebyscore } from './remove.ts'
import { zscan } from './scan.ts'
import { zcard, zmscore, zrank, zrevrank, zscore } from './scores.ts'

export const sortedSetsCommands: readonly Command[] = [
  zadd,
  zincrby,
  bzpopmax,
  bzpopmin,
  zdiff,
  zdiffstore,
  zinter,
  zintercard,
  zinterstore,
  zunion,
  zunionstore,
  zcount,
  zlexcount,
  bzmpop,
  zmpop,
  zpopmax,
  zpopmin,
  zrandmember,
  zrange,
  zrangebylex,
  zrangebyscore,
  zrangestore,
  zrevrange,
  zrevrangebylex,
  zrevrangebyscore,
  zrem,
  zremrangebylex,
  zremrangebyrank,
  zremrangebyscore,
  zscan,
  zcard,
  zmscore,
  zrank,
  zrevrank,
  zscore,
]
