import type { Command } from '../../command/define.ts'
import { bitfield, bitfieldRo } from './bitfield.ts'
import { bitop } from './bitop.ts'
import { bitcount, bitpos } from './ranges.ts'
import { getbit, setbit } from './single-bits.ts'

export const bitmapsCommands: readonly Command[] = [
  bitcount,
  bitfield,
  bitfieldRo,
  bitop,
  bitpos,
  getbit,
  setbit,
]
