import type { Command } from '../../command/define.ts'
import { evalCommand, evalRo, evalsha, evalshaRo } from './eval.ts'
import { fcall, fcallRo } from './fcall.ts'
import { functionHelp } from './function-help.ts'
import {
  functionContainer,
  functionDelete,
  functionDump,
  functionFlush,
  functionKill,
  functionList,
  functionLoad,
  functionRestore,
  functionStats,
} from './function.ts'
import {
  script,
  scriptDebug,
  scriptExists,
  scriptFlush,
  scriptHelp,
  scriptKill,
  scriptLoad,
  scriptShow,
} from './script.ts'

export const scriptingCommands: readonly Command[] = [
  evalCommand,
  evalRo,
  evalsha,
  evalshaRo,
  script,
  scriptDebug,
  scriptExists,
  scriptFlush,
  scriptHelp,
  scriptKill,
  scriptLoad,
  scriptShow,
  fcall,
  fcallRo,
  functionContainer,
  functionDelete,
  functionDump,
  functionFlush,
  functionHelp,
  functionKill,
  functionList,
  functionLoad,
  functionRestore,
  functionStats,
]
