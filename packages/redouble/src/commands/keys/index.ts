import type { Command } from '../../command/define.ts'
import { del, unlink } from './deletion.ts'
import { dump } from './dump.ts'
import { expire, expireat, pexpire, pexpireat } from './expire.ts'
import {
  object,
  objectEncoding,
  objectFreq,
  objectHelp,
  objectIdletime,
  objectRefcount,
} from './object.ts'
import { exists, keys, randomkey, touch, type } from './presence.ts'
import { restore, restoreAsking } from './restore.ts'
import { scan } from './scan.ts'
import { sort, sortRo } from './sort.ts'
import { copy, move, rename, renamenx } from './transfer.ts'
import { expiretime, persist, pexpiretime, pttl, ttl } from './ttl.ts'
import { flushall, flushdb, swapdb } from './whole-databases.ts'

export const keysCommands: readonly Command[] = [
  copy,
  del,
  dump,
  exists,
  expire,
  expireat,
  expiretime,
  flushall,
  flushdb,
  keys,
  move,
  object,
  objectEncoding,
  objectFreq,
  objectHelp,
  objectIdletime,
  objectRefcount,
  persist,
  pexpire,
  pexpireat,
  pexpiretime,
  pttl,
  randomkey,
  rename,
  renamenx,
  restore,
  restoreAsking,
  scan,
  sort,
  sortRo,
  swapdb,
  touch,
  ttl,
  type,
  unlink,
]
