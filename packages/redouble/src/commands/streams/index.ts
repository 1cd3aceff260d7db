import type { Command } from '../../command/define.ts'
import { xlen, xrange, xrevrange } from './read.ts'
import { xadd, xdel, xsetid, xtrim } from './write.ts'
import { xinfo, xinfoHelp, xinfoStream } from './xinfo.ts'
import { xread } from './xread.ts'

export const streamsCommands: readonly Command[] = [
  xadd,
  xdel,
  xinfo,
  xinfoHelp,
  xinfoStream,
  xlen,
  xrange,
  xread,
  xrevrange,
  xsetid,
  xtrim,
]
