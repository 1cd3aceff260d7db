import type { Command } from '../../command/define.ts'
import { evalCommand, evalRo, evalsha, evalshaRo } from './eval.ts'
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
]
