import type { Command } from '../../command/define.ts'

export const listsCommands: readonly Command[] = []
