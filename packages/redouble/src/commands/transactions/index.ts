import type { Command } from '../../command/define.ts'

export const transactionsCommands: readonly Command[] = []
