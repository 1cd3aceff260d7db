import type { TypeName, Value } from '../data/entry.ts'
import { ListValue } from '../data/list-value.ts'
import type { VectorSetValue } from '../data/vector-set.ts'
import type { RdbDialect, RdbLimits } from './dialect.ts'
import { CorruptRdb, ensure } from './corrupt.ts'
import { Container, RdbType } from './format.ts'
import { readListpack } from './listpack-reader.ts'
import { loadHash } from './load-hash.ts'
import { loadIntset, loadSet, loadSetListpack } from './load-set.ts'
import { loadSortedSet, loadSortedSetPacked } from './load-sorted-set.ts'
import { loadStream } from './load-stream.ts'
import { loadVectorSet } from './load-vector-set.ts'
import { moduleName } from './module-name.ts'
import type { RdbReader } from './rdb-reader.ts'
import { VECTOR_SET_MODULE } from './save-vector-set.ts'
import { readZiplist } from './ziplist-reader.ts'

/** What a reader has to know besides the bytes. */
export interface LoadContext {
  readonly dialect: RdbDialect
  readonly limits: RdbLimits
  /** Milliseconds. */
  readonly now: number
  /** Versions newer than the server's are let through (Valkey's rdb-version-check). */
  readonly isRelaxed?: boolean
  /** A file, not a dump: of whichever server, small sets are listpacks in it. */
  readonly isFile?: boolean
  /** The number of a vector set that is made. */
  readonly nextVectorSetUid?: () => number
}

export interface LoadedValue {
  readonly type: TypeName
  readonly value: Value
}

/**
 * Reads a value of a kind, in the encoding that a server would give it by the configured limits.
 * Null for a collection without elements, which no key can hold.
 */
export function loadValue(
  reader: RdbReader,
  type: number,
  context: LoadContext,
): LoadedValue | null {
  const { limits, dialect } = context
  switch (type) {
    case RdbType.string:
      return { type: 'string', value: reader.string() }
    case RdbType.list:
    case RdbType.listZiplist:
    case RdbType.quicklist1:
    case RdbType.quicklist2:
      return collection('list', loadList(reader, type, context))
    case RdbType.set:
      return collection('set', loadSet(reader, limits, dialect))
    case RdbType.setIntset:
      return collection('set', loadIntset(reader.blob(), limits))
    case RdbType.setListpack:
      ensure(!dialect.setsWithoutListpack || context.isFile === true, 'unknown type')
      return collection('set', loadSetListpack(reader.blob(), limits, dialect))
    case RdbType.zset1:
    case RdbType.zset2:
      return collection('zset', loadSortedSet(reader, type === RdbType.zset1, limits))
    case RdbType.zsetZiplist:
      return collection('zset', loadSortedSetPacked(readZiplist(reader.blob()), limits))
    case RdbType.zsetListpack:
      return collection('zset', loadSortedSetPacked(readListpack(reader.blob()), limits))
    case RdbType.stream1:
    case RdbType.stream2:
    case RdbType.stream3:
      ensure(type !== RdbType.stream3 || dialect.rdbStreams === 3, 'unknown type')
      return { type: 'stream', value: loadStream(reader, type) }
    case RdbType.module1:
    case RdbType.module2:
      return { type: 'vectorset', value: loadModule(reader, type, context) }
    default:
      return collection('hash', loadHash(reader, type, context))
  }
}

function collection(type: TypeName, value: Value | null): LoadedValue | null {
  return value === null ? null : { type, value }
}

/** Of all modules only the one for vector sets is known. */
function loadModule(reader: RdbReader, type: number, context: LoadContext): VectorSetValue {
  const id = reader.count()
  if (type === RdbType.module2 && id === VECTOR_SET_MODULE) return loadVectorSet(reader, context)
  throw new CorruptRdb(`a value of the module ${moduleName(id)}`)
}

function loadList(reader: RdbReader, type: number, context: LoadContext): ListValue | null {
  const fill = context.limits.listMaxListpackSize
  const { listsAreQuicklists } = context.dialect
  if (type === RdbType.list) {
    const elements = Array.from({ length: reader.size() }, () => reader.string())
    return elements.length === 0 ? null : ListValue.of(elements, fill, listsAreQuicklists)
  }
  if (type === RdbType.listZiplist) {
    const elements = readZiplist(reader.blob())
    // Of all kinds only this one is not looked at whether it may be a listpack.
    if (elements.length === 0) return null
    return ListValue.ofNodes([{ elements, isPlain: false }], fill, listsAreQuicklists, false)
  }
  const nodes: { elements: string[]; isPlain: boolean }[] = []
  for (let left = reader.size(); left > 0; left--) {
    const container = type === RdbType.quicklist2 ? Number(reader.count()) : Container.packed
    ensure(container === Container.plain || container === Container.packed, 'quicklist container')
    if (container === Container.plain) {
      const element = reader.string()
      ensure(element.length > 0, 'empty node of a list')
      nodes.push({ elements: [element], isPlain: true })
      continue
    }
    const elements =
      type === RdbType.quicklist2 ? readListpack(reader.blob()) : readZiplist(reader.blob())
    if (elements.length > 0) nodes.push({ elements, isPlain: false })
  }
  return nodes.length === 0 ? null : ListValue.ofNodes(nodes, fill, listsAreQuicklists)
}
