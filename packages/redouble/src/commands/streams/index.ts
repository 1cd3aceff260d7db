import type { Command } from '../../command/define.ts'

export const streamsCommands: readonly Command[] = []
