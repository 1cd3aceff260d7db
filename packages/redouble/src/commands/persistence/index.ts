import type { Command } from '../../command/define.ts'
import { bgrewriteaof, bgsave, bgsaveOfValkey, lastsave, save } from './save.ts'

export const persistenceCommands: readonly Command[] = [
  bgrewriteaof,
  bgsave,
  bgsaveOfValkey,
  lastsave,
  save,
]
