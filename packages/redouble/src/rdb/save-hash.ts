import type { HashValue } from '../data/hash-value.ts'
import type { Int64 } from '../kernel/numbers.ts'
import type { RdbDialect } from './dialect.ts'
import { RdbType } from './format.ts'
import { ListpackWriter } from './listpack-writer.ts'
import type { RdbWriter } from './rdb-writer.ts'
import type { BeforeValue } from './save-value.ts'

/** A field without a deadline: in Redis's formats, and in Valkey's. */
const NO_DEADLINE = 0
const NO_DEADLINE_OF_VALKEY = -1

const packer = new ListpackWriter()

export function saveHash(
  out: RdbWriter,
  hash: HashValue,
  { rdbFieldExpiry }: RdbDialect,
  begin: BeforeValue,
): void {
  switch (hash.encoding) {
    case 'listpack':
      begin(RdbType.hashListpack)
      out.blob(packed(hash, false))
      break
    case 'listpackex':
      begin(RdbType.hashListpackEx)
      out.int64(hash.announcedDeadline ?? NO_DEADLINE)
      out.blob(packed(hash, true))
      break
    default:
      if (!hash.hasDeadlines || rdbFieldExpiry === 'none') saveFields(out, hash, begin)
      else if (rdbFieldExpiry === 'valkey') saveFieldsOfValkey(out, hash, begin)
      else saveFieldsWithDeadlines(out, hash, begin)
  }
}

function packed(hash: HashValue, withDeadlines: boolean): Buffer {
  const { fields, values } = hash
  packer.begin()
  for (let i = 0; i < fields.length; i++) {
    packer.text(fields[i])
    packer.text(values[i])
    if (withDeadlines) packer.integer(hash.deadlineOf(fields[i]) ?? NO_DEADLINE)
  }
  return packer.end()
}

function saveFields(out: RdbWriter, { fields, values }: HashValue, begin: BeforeValue): void {
  begin(RdbType.hash)
  out.count(fields.length)
  for (let i = 0; i < fields.length; i++) {
    out.string(fields[i])
    out.string(values[i])
  }
}

/** Deadlines are told by how far they lie behind the earliest, plus one. */
function saveFieldsWithDeadlines(out: RdbWriter, hash: HashValue, begin: BeforeValue): void {
  const { fields, values } = hash
  const earliest = hash.earliestDeadline() ?? NO_DEADLINE
  begin(RdbType.hashMetadata)
  out.int64(earliest)
  out.count(fields.length)
  for (let i = 0; i < fields.length; i++) {
    const at = hash.deadlineOf(fields[i])
    out.count(at === undefined ? NO_DEADLINE : behind(at, earliest))
    out.string(fields[i])
    out.string(values[i])
  }
}

function behind(at: Int64, earliest: Int64): Int64 {
  return typeof at === 'number' && typeof earliest === 'number'
    ? at - earliest + 1
    : BigInt(at) - BigInt(earliest) + 1n
}

function saveFieldsOfValkey(out: RdbWriter, hash: HashValue, begin: BeforeValue): void {
  const { fields, values } = hash
  begin(RdbType.hashOfValkey)
  out.count(fields.length)
  for (let i = 0; i < fields.length; i++) {
    out.string(fields[i])
    out.string(values[i])
    out.int64(hash.deadlineOf(fields[i]) ?? NO_DEADLINE_OF_VALKEY)
  }
}
