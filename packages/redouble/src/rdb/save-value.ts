import type { HashValue } from '../data/hash-value.ts'
import type { ListValue } from '../data/list-value.ts'
import type { SetValue } from '../data/set-value.ts'
import type { SortedSetValue } from '../data/sorted-set-value.ts'
import type { StreamValue } from '../data/stream-value.ts'
import type { VectorSetValue } from '../data/vector-set.ts'
import { stringText, type StringValue } from '../data/string-value.ts'
import type { TypeName, Value } from '../data/entry.ts'
import { formatDouble17, formatDoubleFpconv } from '../kernel/numbers.ts'
import type { RdbDialect } from './dialect.ts'
import { Container, RdbType } from './format.ts'
import { ListpackWriter } from './listpack-writer.ts'
import type { RdbWriter } from './rdb-writer.ts'
import { saveHash } from './save-hash.ts'
import { saveStream } from './save-stream.ts'
import { saveVectorSet } from './save-vector-set.ts'

const packer = new ListpackWriter()

/** In a listpack, whole scores up to here are integers; others are texts. */
const GREATEST_INTEGER_SCORE = 2 ** 62

/** Where the kind of a value belongs: before it in a dump, before its key in a file. */
export type BeforeValue = (type: number) => void

/** Writes a value as the server would that has it in the same encoding. */
export function saveValue(
  out: RdbWriter,
  type: TypeName,
  value: Value,
  dialect: RdbDialect,
  begin: BeforeValue,
): void {
  switch (type) {
    case 'string':
      begin(RdbType.string)
      saveString(out, value as StringValue)
      break
    case 'list':
      begin(RdbType.quicklist2)
      saveList(out, value as ListValue)
      break
    case 'set':
      saveSet(out, value as SetValue, begin)
      break
    case 'zset':
      saveSortedSet(out, value as SortedSetValue, dialect, begin)
      break
    case 'hash':
      saveHash(out, value as HashValue, dialect, begin)
      break
    case 'vectorset':
      begin(RdbType.module2)
      saveVectorSet(out, value as VectorSetValue, dialect)
      break
    default:
      begin(dialect.rdbStreams === 3 ? RdbType.stream3 : RdbType.stream2)
      saveStream(out, value as StreamValue, dialect)
  }
}

function saveString(out: RdbWriter, value: StringValue): void {
  if (typeof value !== 'string' && value.length > 1024) out.blob(value.bytes)
  else out.string(stringText(value))
}

function saveList(out: RdbWriter, list: ListValue): void {
  const { nodes } = list
  out.count(nodes.length)
  let from = 0
  for (const { count, isPlain } of nodes) {
    out.count(isPlain ? Container.plain : Container.packed)
    if (isPlain) out.string(list.at(from))
    else {
      packer.begin()
      for (let i = from; i < from + count; i++) packer.text(list.at(i))
      out.blob(packer.end())
    }
    from += count
  }
}

function saveSet(out: RdbWriter, set: SetValue, begin: BeforeValue): void {
  const members = set.members()
  switch (set.encoding) {
    case 'intset':
      begin(RdbType.setIntset)
      out.blob(intset(members, set.integerBytes))
      break
    case 'listpack':
      begin(RdbType.setListpack)
      packer.begin()
      for (const member of members) packer.text(member)
      out.blob(packer.end())
      break
    default:
      begin(RdbType.set)
      out.count(members.length)
      for (const member of members) out.string(member)
  }
}

function intset(members: readonly string[], width: 2 | 4 | 8): Buffer {
  const bytes = Buffer.allocUnsafe(8 + members.length * width)
  let at = bytes.writeUInt32LE(width, 0)
  at = bytes.writeUInt32LE(members.length, at)
  for (const member of members) {
    at =
      width === 8
        ? bytes.writeBigInt64LE(BigInt(member), at)
        : bytes.writeIntLE(Number(member), at, width)
  }
  return bytes
}

function saveSortedSet(
  out: RdbWriter,
  zset: SortedSetValue,
  dialect: RdbDialect,
  begin: BeforeValue,
): void {
  if (zset.encoding === 'listpack') {
    const format = dialect.doublesWith17Digits ? formatDouble17 : formatDoubleFpconv
    begin(RdbType.zsetListpack)
    packer.begin()
    const cursor = zset.range(0, false)
    while (cursor.next()) {
      packer.text(cursor.member)
      const { score } = cursor
      if (Number.isInteger(score) && Math.abs(score) <= GREATEST_INTEGER_SCORE) {
        packer.integer(Number.isSafeInteger(score) ? score : BigInt(score))
      } else packer.text(format(score))
    }
    out.blob(packer.end())
    return
  }
  begin(RdbType.zset2)
  out.count(zset.size)
  // From the highest to the lowest: a skiplist is built fastest from its end.
  const cursor = zset.range(zset.size - 1, true)
  while (cursor.next()) {
    out.string(cursor.member)
    out.double(cursor.score)
  }
}
