import type { Command } from '../../command/define.ts'

export const keysCommands: readonly Command[] = []
