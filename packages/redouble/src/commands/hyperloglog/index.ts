import type { Command } from '../../command/define.ts'
import { pfadd, pfcount, pfmerge } from './counting.ts'
import { pfdebug, pfselftest } from './debug.ts'

export const hyperloglogCommands: readonly Command[] = [
  pfadd,
  pfcount,
  pfmerge,
  pfdebug,
  pfselftest,
]
