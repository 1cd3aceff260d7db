import type { Command } from '../../command/define.ts'

export const bitmapsCommands: readonly Command[] = []
