import type { Command } from '../command/define.ts'
import { aclCommands } from './acl/index.ts'
import { bitmapsCommands } from './bitmaps/index.ts'
import { clusterCommands } from './cluster/index.ts'
import { connectionCommands } from './connection/index.ts'
import { geoCommands } from './geo/index.ts'
import { hashesCommands } from './hashes/index.ts'
import { hyperloglogCommands } from './hyperloglog/index.ts'
import { keysCommands } from './keys/index.ts'
import { listsCommands } from './lists/index.ts'
import { persistenceCommands } from './persistence/index.ts'
import { pubsubCommands } from './pubsub/index.ts'
import { scriptingCommands } from './scripting/index.ts'
import { serverCommands } from './server/index.ts'
import { setsCommands } from './sets/index.ts'
import { sortedSetsCommands } from './sorted-sets/index.ts'
import { streamsCommands } from './streams/index.ts'
import { stringsCommands } from './strings/index.ts'
import { transactionsCommands } from './transactions/index.ts'
import { vectorSetsCommands } from './vector-sets/index.ts'
import { unsupportedCommands } from './unsupported.ts'

/** Every definition, whatever the profile; the command table chooses. */
export const allCommands: readonly Command[] = [
  ...aclCommands,
  ...bitmapsCommands,
  ...clusterCommands,
  ...connectionCommands,
  ...geoCommands,
  ...hashesCommands,
  ...hyperloglogCommands,
  ...keysCommands,
  ...listsCommands,
  ...persistenceCommands,
  ...pubsubCommands,
  ...scriptingCommands,
  ...serverCommands,
  ...setsCommands,
  ...sortedSetsCommands,
  ...streamsCommands,
  ...stringsCommands,
  ...transactionsCommands,
  ...vectorSetsCommands,
  ...unsupportedCommands,
]
