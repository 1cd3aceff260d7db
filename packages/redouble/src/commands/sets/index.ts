import type { Command } from '../../command/define.ts'
import { sadd, scard, sismember, smembers, smismember, smove, srem } from './members.ts'
import {
  sdiff,
  sdiffstore,
  sinter,
  sintercard,
  sinterstore,
  sunion,
  sunionstore,
} from './operations.ts'
import { spop, srandmember } from './random.ts'
import { sscan } from './scan.ts'

export const setsCommands: readonly Command[] = [
  sadd,
  scard,
  sdiff,
  sdiffstore,
  sinter,
  sintercard,
  sinterstore,
  sismember,
  smembers,
  smismember,
  smove,
  spop,
  srandmember,
  srem,
  sscan,
  sunion,
  sunionstore,
]
