import { type Command, defineCommand } from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import * as answer from '../../command/reply-types.ts'
import { OK } from '../../resp/reply.ts'
import { ADMIN, ALL_NODES } from './shared.ts'

export const aclLoad: Command = defineCommand({
  ...ADMIN,
  name: 'acl|load',
  since: '6.0.0',
  summary: 'Reads the users from the ACL file again.',
  complexity: 'O(N). Where N is the number of configured users.',
  args: {},
  reply: answer.ok(),
  run: ({ server }) => server.access.load() ?? OK,
})

export const aclSave: Command = defineCommand({
  ...ADMIN,
  name: 'acl|save',
  since: '6.0.0',
  summary: 'Writes the users to the ACL file.',
  complexity: 'O(N). Where N is the number of configured users.',
  tips: ALL_NODES,
  differsIn: in70({ tips: [] }),
  args: {},
  reply: answer.ok(),
  run: ({ server }) => server.access.save() ?? OK,
})
