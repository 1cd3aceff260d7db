import type { Command } from '../../command/define.ts'

export const setsCommands: readonly Command[] = []
