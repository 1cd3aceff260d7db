import { upperAscii } from '../../kernel/bytes.ts'
import { MapReply, type Reply, SetReply, StatusReply } from '../../resp/reply.ts'
import type { CommandTable } from '../command-table.ts'
import type { Command, KeySpec } from '../define.ts'
import type { Profile } from '../profile.ts'
import { categoriesOf } from './acl-categories.ts'
import { flagsOf, legacyKeyRange } from './command-flags.ts'
import { keySpecsOf } from './key-specs.ts'

/** A command's entry in COMMAND and COMMAND INFO. */
export function commandInfo(command: Command, table: CommandTable, profile: Profile): Reply {
  const keys = legacyKeyRange(command)
  const subcommands = table.subcommandsOf(command.name)
  return [
    command.module === undefined ? command.name : upperAscii(command.name),
    command.arity,
    statuses(flagsOf(command, profile)),
    keys.first,
    keys.last,
    keys.step,
    statuses(categoriesOf(command).map((category) => `@${category}`)),
    new SetReply([...(command.tips ?? [])]),
    new SetReply(keySpecsOf(command).map(keySpecReply)),
    // A command without subcommands has an empty set here, one with them an array.
    subcommands.length === 0 && !profile.quirks.subcommandsAreArrays
      ? new SetReply([])
      : subcommands.map((sub) => commandInfo(sub, table, profile)),
  ]
}

/** A set of simple strings. */
export function statuses(words: readonly string[]): SetReply {
  return new SetReply(words.map((word) => new StatusReply(word)))
}

function keySpecReply(spec: KeySpec): Reply {
  const entries: Reply[] = spec.notes === undefined ? [] : ['notes', spec.notes]
  entries.push('flags', statuses(spec.flags))
  entries.push('begin_search', beginReply(spec.begin), 'find_keys', findReply(spec.find))
  return new MapReply(entries)
}

function beginReply(begin: KeySpec['begin']): Reply {
  if (begin === 'unknown') return typed('unknown', [])
  if ('index' in begin) return typed('index', ['index', begin.index])
  return typed('keyword', ['keyword', begin.keyword, 'startfrom', begin.startFrom])
}

function findReply(find: KeySpec['find']): Reply {
  if (find === 'unknown') return typed('unknown', [])
  if ('lastKey' in find) {
    return typed('range', ['lastkey', find.lastKey, 'keystep', find.step, 'limit', find.limit])
  }
  const { keyNumIndex, firstKey, step } = find
  return typed('keynum', ['keynumidx', keyNumIndex, 'firstkey', firstKey, 'keystep', step])
}

function typed(type: string, spec: Reply[]): Reply {
  return new MapReply(['type', type, 'spec', new MapReply(spec)])
}
