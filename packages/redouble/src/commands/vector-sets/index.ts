import type { Command } from '../../command/define.ts'
import { vadd } from './add.ts'
import { vemb, vgetattr, vismember, vlinks, vrandmember, vrem, vsetattr } from './elements.ts'
import { vsim } from './similar.ts'
import { vcard, vdim, vinfo } from './whole-sets.ts'

export const vectorSetsCommands: readonly Command[] = [
  vadd,
  vcard,
  vdim,
  vemb,
  vgetattr,
  vinfo,
  vismember,
  vlinks,
  vrandmember,
  vrem,
  vsetattr,
  vsim,
]
