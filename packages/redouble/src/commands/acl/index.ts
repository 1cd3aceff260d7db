import type { Command } from '../../command/define.ts'
import { acl, aclHelp, aclWhoami } from './acl.ts'
import { aclCat, aclGenpass } from './cat.ts'
import { aclDeluser, aclSetuser } from './change-users.ts'
import { aclDryrun } from './dry-run.ts'
import { aclLoad, aclSave } from './file.ts'
import { aclLog } from './log.ts'
import { aclGetuser, aclList, aclUsers } from './users.ts'

export const aclCommands: readonly Command[] = [
  acl,
  aclCat,
  aclDeluser,
  aclDryrun,
  aclGenpass,
  aclGetuser,
  aclHelp,
  aclList,
  aclLoad,
  aclLog,
  aclSave,
  aclSetuser,
  aclUsers,
  aclWhoami,
]
