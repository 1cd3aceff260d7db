import type { Command } from '../../command/define.ts'
import {
  command,
  commandCount,
  commandDocumentation,
  commandGetkeys,
  commandGetkeysandflags,
  commandHelp,
  commandInfos,
  commandList,
} from './command.ts'
import {
  config,
  configGet,
  configHelp,
  configResetstat,
  configRewrite,
  configSet,
} from './config.ts'

export const serverCommands: readonly Command[] = [
  command,
  commandCount,
  commandDocumentation,
  commandGetkeys,
  commandGetkeysandflags,
  commandHelp,
  commandInfos,
  commandList,
  config,
  configGet,
  configHelp,
  configResetstat,
  configRewrite,
  configSet,
]
