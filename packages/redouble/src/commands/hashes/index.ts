import type { Command } from '../../command/define.ts'

export const hashesCommands: readonly Command[] = []
