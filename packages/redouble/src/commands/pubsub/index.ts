import type { Command } from '../../command/define.ts'

export const pubsubCommands: readonly Command[] = []
