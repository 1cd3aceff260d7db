import type { Command } from '../../command/define.ts'

export const connectionCommands: readonly Command[] = []
