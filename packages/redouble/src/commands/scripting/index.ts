import type { Command } from '../../command/define.ts'

export const scriptingCommands: readonly Command[] = []
