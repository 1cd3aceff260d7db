import type { Command } from '../../command/define.ts'

export const sortedSetsCommands: readonly Command[] = []
