import type { Command } from '../../command/define.ts'
import { xlen, xrange, xrevrange } from './read.ts'
import { xadd, xdel, xsetid, xtrim } from './write.ts'
import { xack } from './xack.ts'
import { xautoclaim } from './xautoclaim.ts'
import { xclaim } from './xclaim.ts'
import { xackdel, xdelex } from './xdelex.ts'
import {
  xgroup,
  xgroupCreate,
  xgroupCreateconsumer,
  xgroupDelconsumer,
  xgroupDestroy,
  xgroupHelp,
  xgroupSetid,
} from './xgroup.ts'
import { xinfoConsumers, xinfoGroups } from './xinfo-groups.ts'
import { xinfo, xinfoHelp, xinfoStream } from './xinfo.ts'
import { xpending } from './xpending.ts'
import { xread } from './xread.ts'
import { xreadgroup } from './xreadgroup.ts'

export const streamsCommands: readonly Command[] = [
  xack,
  xackdel,
  xadd,
  xautoclaim,
  xclaim,
  xdel,
  xdelex,
  xgroup,
  xgroupCreate,
  xgroupCreateconsumer,
  xgroupDelconsumer,
  xgroupDestroy,
  xgroupHelp,
  xgroupSetid,
  xinfo,
  xinfoConsumers,
  xinfoGroups,
  xinfoHelp,
  xinfoStream,
  xlen,
  xpending,
  xrange,
  xread,
  xreadgroup,
  xrevrange,
  xsetid,
  xtrim,
]
