import type { Command } from '../../command/define.ts'
import { blmove, brpoplpush } from './blocking-move.ts'
import { blmpop, blpop, brpop } from './blocking-pop.ts'
import { linsert, lrem, lset, ltrim } from './edit.ts'
import { lmove, rpoplpush } from './move.ts'
import { lmpop, lpop, rpop } from './pop.ts'
import { lpush, lpushx, rpush, rpushx } from './push.ts'
import { lindex, llen, lrange } from './read.ts'
import { lpos } from './search.ts'

export const listsCommands: readonly Command[] = [
  blmove,
  blmpop,
  blpop,
  brpop,
  brpoplpush,
  lindex,
  linsert,
  llen,
  lmove,
  lmpop,
  lpop,
  lpos,
  lpush,
  lpushx,
  lrange,
  lrem,
  lset,
  ltrim,
  rpop,
  rpoplpush,
  rpush,
  rpushx,
]
