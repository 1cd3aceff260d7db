import type { Command } from '../../command/define.ts'
import * as command from './command.ts'
import * as config from './config.ts'
import { debug } from './debug.ts'
import { info } from './info.ts'
import * as latency from './latency.ts'
import { lolwut } from './lolwut.ts'
import * as memory from './memory.ts'
import * as module from './module.ts'
import { monitor } from './monitor.ts'
import * as replication from './replication.ts'
import { shutdown } from './shutdown.ts'
import * as slowlog from './slowlog.ts'
import * as status from './status.ts'

export const serverCommands: readonly Command[] = [
  ...Object.values(command),
  ...Object.values(config),
  ...Object.values(latency),
  ...Object.values(memory),
  ...Object.values(module),
  ...Object.values(replication),
  ...Object.values(slowlog),
  ...Object.values(status),
  debug,
  info,
  lolwut,
  monitor,
  shutdown,
]
