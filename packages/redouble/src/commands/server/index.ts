import type { Command } from '../../command/define.ts'

export const serverCommands: readonly Command[] = []
