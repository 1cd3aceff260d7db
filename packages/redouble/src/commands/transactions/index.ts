import type { Command } from '../../command/define.ts'
import { discard, exec, multi } from './multi-exec.ts'
import { unwatch, watch } from './watch.ts'

export const transactionsCommands: readonly Command[] = [discard, exec, multi, unwatch, watch]
