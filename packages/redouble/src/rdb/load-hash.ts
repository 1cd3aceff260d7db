import { HashValue } from '../data/hash-value.ts'
import { CorruptRdb, ensure } from './corrupt.ts'
import { RdbType } from './format.ts'
import { readListpack } from './listpack-reader.ts'
import { loadFieldsOfValkey, loadFieldsWithDeadlines, packedDeadlines } from './load-hash-fields.ts'
import type { LoadContext } from './load-value.ts'
import type { RdbReader } from './rdb-reader.ts'
import { readZiplist, readZipmap } from './ziplist-reader.ts'

const DUPLICATE = 'a field of a hash twice'

export function loadHash(reader: RdbReader, type: number, context: LoadContext): HashValue | null {
  const { rdbFieldExpiry } = context.dialect
  switch (type) {
    case RdbType.hash:
      return loadPairs(reader, context)
    case RdbType.hashZipmap:
      return packedHash(readZipmap(reader.blob()), context, true)
    case RdbType.hashZiplist:
      return packedHash(readZiplist(reader.blob()), context, false)
    case RdbType.hashListpack:
      return packedHash(readListpack(reader.blob()), context, false)
  }
  if (rdbFieldExpiry === 'valkey' && type === RdbType.hashOfValkey) {
    return loadFieldsOfValkey(reader)
  }
  if (rdbFieldExpiry !== 'redis') throw new CorruptRdb('unknown type')
  switch (type) {
    case RdbType.hashMetadataEarly:
      return loadFieldsWithDeadlines(reader, context, 0)
    case RdbType.hashMetadata:
      // What is relative to the earliest is so by one more than that.
      return loadFieldsWithDeadlines(reader, context, readEarliest(reader) - 1n)
    case RdbType.hashListpackExEarly:
      return packedDeadlines(readListpack(reader.blob()), context)
    case RdbType.hashListpackEx:
      readEarliest(reader)
      return packedDeadlines(readListpack(reader.blob()), context)
    default:
      throw new CorruptRdb('unknown type')
  }
}

function readEarliest(reader: RdbReader): bigint {
  return BigInt(reader.int64())
}

function loadPairs(reader: RdbReader, { limits }: LoadContext): HashValue | null {
  const count = reader.size(2)
  const hash = new HashValue()
  if (count > limits.hashMaxListpackEntries) hash.convert()
  for (let i = 0; i < count; i++) {
    const field = reader.string()
    const value = reader.string()
    const isNew = hash.set(field, value, limits.hashMaxListpackEntries, limits.hashMaxListpackValue)
    ensure(isNew, DUPLICATE)
  }
  return count === 0 ? null : hash
}

/** Field, value, field, value, …: stays compact unless there are too many, or too long ones. */
function packedHash(
  texts: readonly string[],
  { limits }: LoadContext,
  limitsLength: boolean,
): HashValue | null {
  ensure(texts.length % 2 === 0, 'a field without a value')
  const hash = new HashValue()
  const longest = limitsLength ? limits.hashMaxListpackValue : Infinity
  for (let i = 0; i < texts.length; i += 2) {
    ensure(hash.set(texts[i], texts[i + 1], limits.hashMaxListpackEntries, longest), DUPLICATE)
  }
  return hash.size === 0 ? null : hash
}
